package io.fairlead.host.simulated.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.host.WriterLock;

/** The right to change the simulated host. */
public final class SimulatedWriterLock implements WriterLock {

    private final Machine machine;

    /** The lock of this machine. */
    public SimulatedWriterLock(Machine machine) {
        this.machine = machine;
    }

    @Override
    public void claim() {
        machine.monitor.changeUnheard(() -> {
            if (!machine.privileged) {
                throw new FairleadException(Kind.NOT_CAPABLE,
                        "only root may change the host: run it as root");
            }
            machine.otherWriter.ifPresent(writer -> {
                throw new FairleadException(Kind.BUSY,
                        "another Fairlead is changing this host (%s): wait until it ends, or end it".formatted(writer));
            });
        });
    }
}
