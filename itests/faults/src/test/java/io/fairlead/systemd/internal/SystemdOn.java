package io.fairlead.systemd.internal;

import io.fairlead.api.Inventory;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.host.Commands.Result;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.itests.faults.Services;

/** The subsystem on a host that has a systemd, put together as Declarative Services would. */
public final class SystemdOn {

    private SystemdOn() {
    }

    /** On this host. */
    public static ResourceProvider of(SimulatedHost simulated, Services host, Inventory inventory) {
        SimulatedSystemd bus = new SimulatedSystemd(simulated);
        for (String program : new String[]{"systemd-analyze", "journalctl", "systemctl", "systemd-run"}) {
            simulated.install(program, _ -> new Result(0, "", ""));
        }
        UnitsService service = new UnitsService(host.files(), host.durable(), host.own(), host.writer(),
                host.commands(), inventory, bus);
        return new SystemdProvider(service, inventory, host.files(), host.own(), host.events());
    }
}
