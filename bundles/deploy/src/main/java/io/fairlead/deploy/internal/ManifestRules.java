package io.fairlead.deploy.internal;

import io.fairlead.api.Printable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.apache.felix.utils.manifest.Clause;
import org.apache.felix.utils.manifest.Parser;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/** What a bundle of a vendor may say of itself, and ask for. */
final class ManifestRules {

    /** What a NIC driver needs: the SPI, the model that it is made of, and a log. Java's own packages need no leave. */
    static final Set<String> PACKAGES = Set.of("io.fairlead.api", "io.fairlead.spi.nic", "org.slf4j");

    private static final String OURS = "io.fairlead";
    private static final String JAVA = "java.";
    private static final String EXTENDER = "osgi.extender";
    private static final String ENVIRONMENT = "osgi.ee";
    private static final String SERVICE = "osgi.service";
    private static final String COMPONENTS = "(osgi.extender=osgi.component)";

    /** Headers by which a bundle would be more than a driver, in a fixed order, and what is said of each. */
    private static final List<Map.Entry<String, String>> REFUSED = List.of(
            Map.entry(Constants.DYNAMICIMPORT_PACKAGE, "it wants packages that it does not name"),
            Map.entry(Constants.REQUIRE_BUNDLE, "it wants all packages of another bundle"),
            Map.entry(Constants.EXPORT_PACKAGE, "it offers packages to others"),
            Map.entry(Constants.BUNDLE_ACTIVATOR,
                    "it wants the framework itself: register the driver as a component of Declarative Services"),
            Map.entry(Constants.EXTENSION_BUNDLE_ACTIVATOR, "it wants the framework itself"),
            Map.entry(Constants.BUNDLE_NATIVECODE, "it brings native code"),
            Map.entry(Constants.BUNDLE_CLASSPATH, "it brings jars in the jar: put their classes into it"),
            // It may have a second manifest: OSGi Core 8, 4.2.1, Multi-release JAR.
            Map.entry(Attributes.Name.MULTI_RELEASE.toString(), "it is another bundle for each release of Java"));

    private ManifestRules() {
    }

    /**
     * What a bundle with this manifest is called.
     *
     * @throws io.fairlead.api.FairleadException {@code NOT_CAPABLE} with the reason when it wants more than it may
     */
    static Identity check(Manifest manifest) {
        Attributes headers = manifest.getMainAttributes();
        fragment(headers).ifPresent(host -> {
            throw host.getDirective(Constants.EXTENSION_DIRECTIVE) != null || isFramework(host.getName())
                    ? Refused.because("it is an extension of the framework")
                    : Refused.because("it is a fragment of %s".formatted(Printable.of(host.getName())));
        });
        REFUSED.stream().filter(rule -> headers.getValue(rule.getKey()) != null).findFirst().ifPresent(rule -> {
            throw Refused.because("%s (%s)".formatted(rule.getValue(), rule.getKey()));
        });
        clauses(headers, Constants.IMPORT_PACKAGE).map(Clause::getName).filter(name -> !mayImport(name)).findFirst()
                .ifPresent(name -> {
                    throw Refused.because("it imports %s: a NIC driver may import %s and those of Java"
                            .formatted(Printable.of(name), PACKAGES.stream().sorted().toList()));
                });
        clauses(headers, Constants.REQUIRE_CAPABILITY).filter(clause -> !mayRequire(clause)).findFirst()
                .ifPresent(clause -> {
                    throw Refused.because("it requires %s: a NIC driver may require Java and Declarative Services"
                            .formatted(Printable.of(clause.getName())));
                });
        clauses(headers, Constants.PROVIDE_CAPABILITY).filter(clause -> !clause.getName().equals(SERVICE)).findFirst()
                .ifPresent(clause -> {
                    throw Refused.because("it provides %s: a NIC driver provides its service alone"
                            .formatted(Printable.of(clause.getName())));
                });
        return identity(headers);
    }

    private static Optional<Clause> fragment(Attributes headers) {
        return Optional.ofNullable(headers.getValue(Constants.FRAGMENT_HOST)).map(
                _ -> clauses(headers, Constants.FRAGMENT_HOST).findFirst().orElseThrow(
                        () -> Refused.because("it is a fragment")));
    }

    private static boolean isFramework(String name) {
        return name.equals(Constants.SYSTEM_BUNDLE_SYMBOLICNAME) || name.equals("org.apache.felix.framework");
    }

    private static boolean mayImport(String name) {
        return PACKAGES.contains(name) || name.startsWith(JAVA);
    }

    private static boolean mayRequire(Clause clause) {
        return switch (clause.getName()) {
            case ENVIRONMENT -> true;
            case EXTENDER -> Optional.ofNullable(clause.getDirective(Constants.FILTER_DIRECTIVE))
                    .filter(filter -> filter.contains(COMPONENTS)).isPresent();
            default -> false;
        };
    }

    private static Identity identity(Attributes headers) {
        String name = clauses(headers, Constants.BUNDLE_SYMBOLICNAME).findFirst().map(Clause::getName)
                .orElseThrow(() -> Refused.because("it has no %s".formatted(Constants.BUNDLE_SYMBOLICNAME)));
        if (!"2".equals(headers.getValue(Constants.BUNDLE_MANIFESTVERSION))) {
            throw Refused.because("its %s is not 2".formatted(Constants.BUNDLE_MANIFESTVERSION));
        }
        if (name.equals(OURS) || name.startsWith(OURS + ".")) {
            throw Refused.because("it calls itself %s, and names that begin with %s are Fairlead's own"
                    .formatted(Printable.of(name), OURS));
        }
        try {
            return new Identity(name, Version.parseVersion(headers.getValue(Constants.BUNDLE_VERSION)));
        } catch (IllegalArgumentException e) {
            throw Refused
                    .because("its %s is none: %s".formatted(Constants.BUNDLE_VERSION, Printable.of(e.getMessage())));
        }
    }

    /** Whether a key that may sign these could sign a bundle of ours. */
    static boolean isOurs(NamePatterns names) {
        return names.reach(OURS);
    }

    private static Stream<Clause> clauses(Attributes headers, String header) {
        try {
            return Arrays.stream(Parser.parseHeader(headers.getValue(header)));
        } catch (RuntimeException e) {
            throw Refused.because(
                    "its %s cannot be read: %s".formatted(header, Printable.of(String.valueOf(e.getMessage()))));
        }
    }
}
