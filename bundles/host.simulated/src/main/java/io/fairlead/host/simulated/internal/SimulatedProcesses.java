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
        return machine.monitor.locked(() -> {
            if (!machine.privileged && !machine.deviceNodes.isEmpty()) {
                throw new FairleadException(Kind.NOT_CAPABLE,
                        "only root sees which devices the processes of others have open: run it as root");
            }
            return List.copyOf(machine.deviceUsers);
        });
    }
}
