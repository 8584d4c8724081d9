package io.fairlead.nic.nvidia.internal;

import io.fairlead.api.PciAddress;
import io.fairlead.spi.nic.NicContext;
import io.fairlead.spi.nic.NicFunction;
import java.util.List;
import java.util.Optional;

/** A host that answers every program with what one printed once, and says which was called. */
record Recorded(boolean installed, boolean lockedDown, Output answer, List<List<String>> calls) implements NicContext {

    @Override
    public NicFunction function() {
        return new NicFunction(new PciAddress(0, 0xc1, 0, 0), 0x15b3, 0x101d, 0x15b3, 0x16, Optional.of("mlx5_core"));
    }

    @Override
    public Optional<String> attribute(String name) {
        return Optional.empty();
    }

    @Override
    public boolean hasProgram(String name) {
        return installed;
    }

    @Override
    public Output run(List<String> arguments) {
        calls.add(arguments);
        return answer;
    }
}
