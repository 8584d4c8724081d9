package io.fairlead.control.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.host.WriterLock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * What keeps this process from being the host's daemon: a bundle that is not active, a component of ours that lacks
 * something, another process that is the writer. Nothing when it is ready, and then it is the writer itself.
 *
 * <p>The launcher, which shares no classes with bundles but the JDK's, finds this service as a {@link Supplier}.
 */
@Component(service = Supplier.class, property = "io.fairlead.control=obstacles")
public final class Readiness implements Supplier<List<String>> {

    private static final String OURS = "io.fairlead.";
    private static final String OPTIONAL = "require";

    private final BundleContext context;
    private final ServiceComponentRuntime runtime;
    private final WriterLock lock;

    /** That of this framework. */
    @Activate
    public Readiness(BundleContext context, @Reference ServiceComponentRuntime runtime, @Reference WriterLock lock) {
        this.context = context;
        this.runtime = runtime;
        this.lock = lock;
    }

    @Override
    public List<String> get() {
        List<String> obstacles = new ArrayList<>();
        Stream.of(context.getBundles()).filter(Readiness::isInactive)
                .forEach(bundle -> obstacles.add("the bundle %s is not active".formatted(name(bundle))));
        Bundle[] ours = Stream.of(context.getBundles()).filter(bundle -> name(bundle).startsWith(OURS))
                .toArray(Bundle[]::new);
        runtime.getComponentDescriptionDTOs(ours).forEach(component -> look(component, obstacles));
        if (obstacles.isEmpty()) {
            claim(obstacles);
        }
        return obstacles;
    }

    /** A jar that was not made for OSGi has a location only. */
    private static String name(Bundle bundle) {
        return Objects.requireNonNullElse(bundle.getSymbolicName(), bundle.getLocation());
    }

    /** A fragment is never active, and has no components of its own. */
    private static boolean isInactive(Bundle bundle) {
        return bundle.getState() != Bundle.ACTIVE && bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null;
    }

    private void look(ComponentDescriptionDTO component, List<String> obstacles) {
        var configurations = runtime.getComponentConfigurationDTOs(component);
        if (configurations.isEmpty() && component.defaultEnabled && !OPTIONAL.equals(component.configurationPolicy)) {
            obstacles.add("the component %s is not there".formatted(component.name));
        }
        for (ComponentConfigurationDTO configuration : configurations) {
            Arrays.stream(configuration.unsatisfiedReferences).forEach(reference -> obstacles
                    .add("the component %s lacks its %s".formatted(component.name, reference.name)));
            if (configuration.failure != null) {
                obstacles.add("the component %s failed: %s".formatted(component.name,
                        configuration.failure.lines().findFirst().orElse("").strip()));
            }
        }
    }

    private void claim(List<String> obstacles) {
        try {
            lock.claim();
        } catch (FairleadException e) {
            obstacles.add(e.getMessage());
        }
    }
}
