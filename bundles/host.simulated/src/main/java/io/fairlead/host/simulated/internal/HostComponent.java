package io.fairlead.host.simulated.internal;

import io.fairlead.host.Commands;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostEvents;
import io.fairlead.host.HostFiles;
import io.fairlead.host.Links;
import io.fairlead.host.Processes;
import io.fairlead.host.RootFiles;
import io.fairlead.host.SlowOperations;
import io.fairlead.host.Sockets;
import io.fairlead.host.WriterLock;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.host.simulated.SimulatedHosts;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Boots the simulated host that the configuration names, and registers its services. It does so only where there is a
 * configuration: nothing that was left in a directory can stand in for the real host by accident.
 */
@Component(service = {}, immediate = true, configurationPid = "io.fairlead.host.simulated", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class HostComponent {

    private static final Logger LOG = LoggerFactory.getLogger(HostComponent.class);

    private final List<ServiceRegistration<?>> registrations;

    /** The configuration of {@code io.fairlead.host.simulated}. */
    public @interface Config {
        /** Which host: one of {@link SimulatedHosts#names()}. */
        String host() default "igb";
    }

    /** Boots the host; where there is none of that name it says so, and registers nothing. */
    @Activate
    public HostComponent(BundleContext context, Config config) {
        registrations = SimulatedHosts.named(config.host()).map(SimulatedHost::of).map(host -> register(context, host))
                .orElse(List.of());
        if (registrations.isEmpty()) {
            LOG.error("There is no simulated host {}: set host of io.fairlead.host.simulated to one of {}.",
                    config.host(), String.join(", ", SimulatedHosts.names()));
        }
    }

    private static List<ServiceRegistration<?>> register(BundleContext context, SimulatedHost host) {
        return List.of(context.registerService(SimulatedHost.class, host, null),
                context.registerService(HostFiles.class, host.files(), null),
                context.registerService(DurableFiles.class, host.durableFiles(), null),
                context.registerService(RootFiles.class, host.rootFiles(), null),
                context.registerService(HostEvents.class, host.events(), null),
                context.registerService(Links.class, host.links(), null),
                context.registerService(Processes.class, host.processes(), null),
                context.registerService(SlowOperations.class, host.operations(), null),
                context.registerService(Sockets.class, new SimulatedSockets(), null),
                context.registerService(Commands.class, host.commands(), null),
                context.registerService(WriterLock.class, host.writerLock(), null),
                context.registerService(GuestCommands.class, new GuestCommands(host),
                        FrameworkUtil.asDictionary(Map.of("osgi.command.scope", GuestCommands.SCOPE,
                                "osgi.command.function", GuestCommands.FUNCTIONS))));
    }

    /** Takes the services away. */
    @Deactivate
    void deactivate() {
        registrations.forEach(ServiceRegistration::unregister);
    }
}
