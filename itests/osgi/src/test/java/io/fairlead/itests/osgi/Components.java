package io.fairlead.itests.osgi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** What of our bundles does not run, and why. */
final class Components {

    /** It waits for the socket that a daemon's launcher brings. */
    private static final String DAEMONS = "io.fairlead.control.internal.ControlServer";

    private Components() {
    }

    static List<String> unresolved(BundleContext context) {
        return Arrays.stream(context.getBundles()).filter(Components::ours)
                .filter(bundle -> bundle.getState() != Bundle.ACTIVE)
                .map(bundle -> bundle.getSymbolicName() + " is in state " + bundle.getState()).toList();
    }

    static List<String> unsatisfied(BundleContext context, ServiceComponentRuntime runtime) {
        List<String> unsatisfied = new ArrayList<>();
        Bundle[] ours = Arrays.stream(context.getBundles()).filter(Components::ours).toArray(Bundle[]::new);
        for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs(ours)) {
            if (component.name.equals(DAEMONS)) {
                continue;
            }
            if (runtime.getComponentConfigurationDTOs(component).isEmpty()) {
                unsatisfied.add(component.name + " has no configuration");
            }
            for (ComponentConfigurationDTO configuration : runtime.getComponentConfigurationDTOs(component)) {
                for (UnsatisfiedReferenceDTO reference : configuration.unsatisfiedReferences) {
                    unsatisfied.add(component.name + " lacks " + reference.name);
                }
                if (configuration.failure != null) {
                    unsatisfied.add(component.name + " failed: " + configuration.failure);
                }
            }
        }
        return unsatisfied;
    }

    private static boolean ours(Bundle bundle) {
        return bundle.getSymbolicName().startsWith("io.fairlead.");
    }
}
