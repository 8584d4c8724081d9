package io.fairlead.host.simulated.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.host.Processes;
import java.util.List;

/** The simulated processes. */
public final class SimulatedProcesses implements Processes {

    private final Machine machine;

    /** The processes of this machine. */
    public SimulatedProcesses(Machine machine) {
        this.machine = machine;
    }

    @Override
    public List<DeviceUser> deviceUsers() {
        return machine.locked(() -> {
            if (!machine.privileged) {
                throw new FairleadException(Kind.NOT_CAPABLE,
                        "Only root may see what other users' processes have open: run this as root.");
            }
            return List.copyOf(machine.deviceUsers);
        });
    }
}
