package io.fairlead.itests.osgi;

import static java.util.Map.entry;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import aQute.bnd.header.Parameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.Test;
import org.osgi.framework.Constants;

/**
 * The dependency rule, on the bundles as built: each depends on the api, on the host's interfaces where it must, and on
 * no sibling; nobody reaches into another's internals; only host.linux touches the machine.
 */
public class ArchitectureTest {

    private static final String OURS = "io.fairlead.";

    /** What each bundle may import of ours. A new bundle has to be entered here, and so thought about. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            entry("api", Set.of()),
            entry("spi.nic", Set.of("api")),
            entry("host", Set.of("api")),
            entry("host.linux", Set.of("api", "host")),
            entry("host.simulated", Set.of("api", "host")),
            entry("dbus", Set.of("api", "host")),
            entry("sriov", Set.of("api", "spi.nic", "host")),
            entry("nic.generic", Set.of("api", "spi.nic")),
            entry("nic.intel", Set.of("api", "spi.nic")),
            entry("nic.nvidia", Set.of("api", "spi.nic")),
            entry("nic.broadcom", Set.of("api", "spi.nic")),
            entry("networkmanager", Set.of("api", "host", "dbus")),
            entry("systemd", Set.of("api", "host", "dbus")),
            entry("libvirt", Set.of("api", "host")),
            entry("kernel", Set.of("api", "host")),
            entry("lifecycle", Set.of("api", "host")),
            entry("deploy", Set.of("api", "spi.nic", "host")),
            entry("control", Set.of("api", "host")),
            entry("shell", Set.of("api")));

    /** For the tests of NIC drivers: it has a host to simulate, and runs in no framework. */
    private static final String TEST_KIT = "testkit";

    private static final Set<String> THE_MACHINE = Set.of("java/io/File", "java/io/FileInputStream",
            "java/io/FileOutputStream", "java/io/RandomAccessFile", "java/lang/ProcessBuilder", "java/lang/Runtime",
            "java/nio/file/Files", "java/nio/channels/FileChannel", "java/net/NetworkInterface",
            "java/net/UnixDomainSocketAddress", "java/lang/foreign/Linker");

    /**
     * A library that lies in a bundle: its classes, and those of its packages that the bundle uses. It is no bundle of
     * its own, because it has no OSGi manifest and nobody else is to see it. What it could do to the machine in its other
     * packages is not checked class by class; that the bundle uses none of them is.
     */
    private static final Map<String, Library> EMBEDDED = Map.of("dbus",
            new Library("org/freedesktop/dbus/", Set.of("messages", "messages/constants", "types", "exceptions")),
            "lifecycle", new Library("dev/harrel/jsonschema/", Set.of("", "internal")),
            "deploy", new Library("org/apache/felix/utils/manifest/", Set.of("")));

    @Test
    public void everyBundleIsKnownHere() {
        assertEquals(new TreeSet<>(MAY_IMPORT.keySet()), new TreeSet<>(bundles().stream().map(Built::folder).toList()));
    }

    @Test
    public void noBundleImportsASiblingOrAnInternalPackage() {
        List<String> wrong = new ArrayList<>();
        for (Built bundle : bundles()) {
            Set<String> allowed = new HashSet<>(MAY_IMPORT.getOrDefault(bundle.folder(), Set.of()));
            allowed.add(bundle.folder());
            bundle.packages(Constants.IMPORT_PACKAGE).keySet().stream()
                    .filter(name -> name.contains("internal")
                            || (name.startsWith(OURS) && !allowed.contains(bundleOf(name))))
                    .forEach(name -> wrong.add(bundle.folder() + " imports " + name));
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    public void everyExportedPackageIsVersionedAndPublic() {
        List<String> wrong = new ArrayList<>();
        for (Built bundle : bundles()) {
            bundle.packages(Constants.EXPORT_PACKAGE).forEach((name, version) -> {
                if (version.equals("0.0.0") || name.contains("internal")) {
                    wrong.add("%s exports %s %s".formatted(bundle.folder(), name, version));
                }
            });
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    public void aBundlesPackagesAreNamedAfterItsFolder() {
        List<String> wrong = new ArrayList<>();
        for (Built bundle : bundles()) {
            String home = (OURS + bundle.folder()).replace('.', '/');
            bundle.classes().stream().filter(name -> !name.startsWith(home + "/") && !bundle.isEmbedded(name))
                    .forEach(name -> wrong.add(bundle.folder() + " has " + name));
            assertFalse(bundle.folder() + " is empty", bundle.classes().isEmpty());
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    public void onlyTheLinuxHostTouchesTheMachine() {
        List<String> wrong = new ArrayList<>();
        for (Built bundle : bundles()) {
            if (!bundle.folder().equals("host.linux")) {
                bundle.uses(THE_MACHINE::contains).forEach(use -> wrong.add(bundle.folder() + ": " + use));
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    public void anEmbeddedLibraryStaysInItsBundleAndOnlyTheNamedPackagesOfItAreUsed() {
        List<String> wrong = new ArrayList<>();
        for (Built bundle : bundles()) {
            EMBEDDED.forEach((folder, library) -> {
                Stream.of(Constants.IMPORT_PACKAGE, Constants.EXPORT_PACKAGE)
                        .flatMap(header -> bundle.packages(header).keySet().stream())
                        .filter(name -> library.has(name.replace('.', '/') + "/"))
                        .forEach(name -> wrong.add(bundle.folder() + " imports or exports " + name));
                bundle.uses(name -> library.has(name) && !(bundle.folder().equals(folder) && library.offers(name)))
                        .forEach(use -> wrong.add(bundle.folder() + ": " + use));
            });
        }
        assertEquals(List.of(), wrong);
    }

    /** A library's classes by what their names begin with, and the packages below it that are used. */
    private record Library(String prefix, Set<String> used) {

        boolean has(String type) {
            return type.startsWith(prefix);
        }

        boolean offers(String type) {
            return used.contains(type.substring(prefix.length(), Math.max(prefix.length(), type.lastIndexOf('/'))));
        }
    }

    /** The folder of the bundle that a package of ours belongs to: the longest that its name begins with. */
    private static String bundleOf(String name) {
        String below = name.substring(OURS.length()) + ".";
        return MAY_IMPORT.keySet().stream().filter(folder -> below.startsWith(folder + "."))
                .max(Comparator.comparingInt(String::length)).orElse(below);
    }

    private static List<Built> bundles() {
        try (Stream<Path> jars = Files.find(Path.of(System.getProperty("bundles")), 3,
                (path, _) -> path.getParent().endsWith("target") && path.toString().endsWith(".jar")
                        && !path.toString().endsWith("-tests.jar"))) {
            return jars.map(Built::new).filter(built -> !built.folder().equals(TEST_KIT)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A bundle as Maven built it. */
    private record Built(Path jar) {

        String folder() {
            return jar.getParent().getParent().getFileName().toString();
        }

        /** The packages of a manifest header, and their versions. */
        Map<String, String> packages(String header) {
            try (JarFile file = new JarFile(jar.toFile())) {
                String value = file.getManifest().getMainAttributes().getValue(header);
                Map<String, String> packages = new TreeMap<>();
                new Parameters(value).forEach((name, attributes) -> packages.put(name,
                        String.valueOf(attributes.getOrDefault("version", "0.0.0"))));
                return packages;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        List<String> classes() {
            try (JarFile file = new JarFile(jar.toFile())) {
                return file.stream().map(JarEntry::getName).filter(name -> name.endsWith(".class")).toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean isEmbedded(String name) {
            return Optional.ofNullable(EMBEDDED.get(folder())).filter(library -> library.has(name)).isPresent();
        }

        /** Which classes of ours use a forbidden one. */
        List<String> uses(Predicate<String> forbidden) {
            List<String> uses = new ArrayList<>();
            try (JarFile file = new JarFile(jar.toFile())) {
                for (String name : classes().stream().filter(name -> !isEmbedded(name)).toList()) {
                    byte[] bytes = file.getInputStream(file.getEntry(name)).readAllBytes();
                    ClassFile.of().parse(bytes).constantPool().forEach(entry -> {
                        if (entry instanceof ClassEntry type && forbidden.test(type.asInternalName())) {
                            uses.add(name + " uses " + type.asInternalName());
                        }
                    });
                }
                return uses;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
