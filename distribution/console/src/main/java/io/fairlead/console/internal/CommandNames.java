package io.fairlead.console.internal;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * The commands that exist now, as {@code scope:name} in the case their authors wrote; Gogo itself keeps them in lower
 * case.
 */
final class CommandNames {

    private static final String SCOPE = "osgi.command.scope";
    private static final String FUNCTION = "osgi.command.function";

    private final BundleContext context;

    CommandNames(BundleContext context) {
        this.context = context;
    }

    /** All of them, sorted. */
    Set<String> all() {
        Set<String> names = new TreeSet<>();
        for (ServiceReference<?> reference : references()) {
            String scope = String.valueOf(reference.getProperty(SCOPE));
            functions(reference).forEach(function -> names.add(scope + ":" + function));
        }
        return names;
    }

    private Collection<ServiceReference<?>> references() {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(null,
                    "(&(" + SCOPE + "=*)(" + FUNCTION + "=*))");
            return found == null ? Set.of() : Arrays.asList(found);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<String> functions(ServiceReference<?> reference) {
        return switch (reference.getProperty(FUNCTION)) {
            case Object[] several -> Arrays.stream(several).map(String::valueOf);
            case Collection<?> several -> several.stream().map(String::valueOf);
            case Object one -> Stream.of(one.toString());
        };
    }
}
