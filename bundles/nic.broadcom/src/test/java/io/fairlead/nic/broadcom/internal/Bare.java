package io.fairlead.nic.broadcom.internal;

import io.fairlead.spi.nic.NicContext;
import io.fairlead.spi.nic.NicFunction;
import java.util.List;
import java.util.Optional;

/** Of the host it tells the function alone, which is all that these drivers ask. */
record Bare(NicFunction function) implements NicContext {

    @Override
    public Optional<String> attribute(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean lockedDown() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean hasProgram(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Output run(List<String> arguments) {
        throw new UnsupportedOperationException();
    }
}
