package io.fairlead.deploy.internal;

import io.fairlead.api.Printable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vendors' bundles in the framework. A version that takes over is started beside the one that runs, which then goes: when it does
 * not start, nothing has happened. What the framework kept in its cache of an earlier run is thrown away.
 */
final class RunningBundles {

    private static final Logger LOG = LoggerFactory.getLogger(RunningBundles.class);

    private final BundleContext context;
    private final FrameworkWiring wiring;
    private final Map<String, Bundle> running = new ConcurrentHashMap<>();
    /** A location is used once: of one that is there the framework answers the bundle that it has. */
    private long last;

    RunningBundles(BundleContext context) {
        this.context = context;
        this.wiring = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        Arrays.stream(context.getBundles()).filter(VendorServices::isVendors).forEach(this::uninstall);
    }

    /** Whether a bundle that is no vendor's is called so. */
    boolean isTaken(String name) {
        return Arrays.stream(context.getBundles())
                .anyMatch(bundle -> name.equals(bundle.getSymbolicName()) && !VendorServices.isVendors(bundle));
    }

    boolean runs(String name) {
        return Optional.ofNullable(running.get(name)).filter(bundle -> bundle.getState() == Bundle.ACTIVE).isPresent();
    }

    /**
     * Starts a bundle beside the one of its name that runs.
     *
     * @throws io.fairlead.api.FairleadException {@code NOT_CAPABLE} with the reason when it does not start; it is gone then
     */
    Bundle start(Verified verified) {
        last++;
        String location = VendorServices.LOCATION + verified.identity().name() + "/" + last;
        Bundle bundle;
        try {
            bundle = context.installBundle(location, verified.open());
        } catch (BundleException e) {
            throw Refused.because("the framework does not take it: %s".formatted(Printable.of(e.getMessage())));
        }
        try {
            checkIdentity(bundle, verified.identity());
            wiring.resolveBundles(Set.of(bundle));
            checkWires(bundle);
            // It is started by us, after it was verified again, and never by the framework at its own start.
            bundle.start(Bundle.START_TRANSIENT);
            return bundle;
        } catch (BundleException e) {
            uninstall(bundle);
            throw Refused.because("it does not start: %s".formatted(Printable.of(e.getMessage())));
        } catch (RuntimeException e) {
            uninstall(bundle);
            throw e;
        }
    }

    private static void checkIdentity(Bundle bundle, Identity identity) {
        Identity found = new Identity(bundle.getSymbolicName(), bundle.getVersion());
        if (!found.equals(identity)) {
            throw Refused.because("its manifest is ambiguous: it is read as %s and as %s".formatted(identity, found));
        }
    }

    /** What was read in its manifest, once more by what the framework made of it; before any of its classes is loaded. */
    private static void checkWires(Bundle bundle) {
        Optional.ofNullable(bundle.adapt(BundleWiring.class)).stream()
                .flatMap(wiring -> wiring.getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE).stream())
                .map(BundleWire::getCapability)
                .map(capability -> String.valueOf(capability.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)))
                .filter(name -> !ManifestRules.PACKAGES.contains(name) && !name.startsWith("java.")).findFirst()
                .ifPresent(name -> {
                    throw Refused.because(
                            "its manifest is ambiguous: the framework gave it %s".formatted(Printable.of(name)));
                });
    }

    /** Has it take the place of the one of its name. */
    void takeOver(String name, Bundle bundle) {
        Optional.ofNullable(running.put(name, bundle)).ifPresent(this::uninstall);
    }

    /** Stops the bundle of this name, if there is one. */
    void stop(String name) {
        Optional.ofNullable(running.remove(name)).ifPresent(this::uninstall);
    }

    void stopAll() {
        List.copyOf(running.keySet()).forEach(this::stop);
    }

    void uninstall(Bundle bundle) {
        try {
            bundle.uninstall();
            if (wiring.getRemovalPendingBundles().contains(bundle)) {
                wiring.refreshBundles(Set.of(bundle));
            }
        } catch (BundleException | IllegalStateException e) {
            LOG.warn("The vendor bundle {} does not go as it should: {}", bundle, e.getMessage());
        }
    }
}
