package io.fairlead.deploy.internal;

import io.fairlead.spi.nic.NicDriver;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The wall between vendors' bundles and all others: a vendor's bundle sees its own services alone, and of its services none is
 * seen but a {@link NicDriver}, by those that know the SPI: the command runtime, which takes commands from any service, does
 * not (OSGi Core 8, 55 and 52, the hooks).
 */
@Component(service = {VendorServices.class, FindHook.class, EventListenerHook.class, CollisionHook.class})
public final class VendorServices implements FindHook, EventListenerHook, CollisionHook {

    /** What the location of a vendor's bundle begins with; nothing else installs such. */
    static final String LOCATION = "fairlead-vendor:";

    private static final String SPI = NicDriver.class.getPackageName();

    private final Bundle own;

    /** In this framework. */
    @Activate
    public VendorServices(BundleContext context) {
        this.own = context.getBundle();
    }

    static boolean isVendors(Bundle bundle) {
        return bundle.getLocation().startsWith(LOCATION);
    }

    @Override
    public void find(BundleContext context, String name, String filter, boolean allServices,
            Collection<ServiceReference<?>> references) {
        Bundle viewer = context.getBundle();
        references.removeIf(reference -> !sees(viewer, reference));
    }

    @Override
    public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
        ServiceReference<?> reference = event.getServiceReference();
        listeners.keySet().removeIf(context -> !sees(context.getBundle(), reference));
    }

    /** For the moment in which a version takes over from another, both are there. */
    @Override
    public void filterCollisions(int operation, Bundle target, Collection<Bundle> candidates) {
        if (target.equals(own)) {
            candidates.removeIf(VendorServices::isVendors);
        }
    }

    private static boolean sees(Bundle viewer, ServiceReference<?> reference) {
        Bundle owner = reference.getBundle();
        // A service that just goes belongs to nobody.
        if (owner == null || owner.equals(viewer)) {
            return true;
        }
        return !isVendors(viewer) && (!isVendors(owner) || (isDriver(reference) && knowsSpi(viewer)));
    }

    private static boolean isDriver(ServiceReference<?> reference) {
        return List.of((String[]) reference.getProperty(Constants.OBJECTCLASS))
                .equals(List.of(NicDriver.class.getName()));
    }

    private static boolean knowsSpi(Bundle bundle) {
        return Optional.ofNullable(bundle.adapt(BundleWiring.class)).stream()
                .flatMap(wiring -> wiring.getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE).stream())
                .anyMatch(wire -> SPI
                        .equals(wire.getCapability().getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)));
    }
}
