package io.fairlead.itests.osgi;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemPackage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;

/** The bundles as the distribution has them, in the container. */
final class Image {

    private Image() {
    }

    /** What runs on a real host. */
    static Option real() {
        return container(jars(unpacked()));
    }

    /** What distribution/demo runs, on a simulated host. */
    static Option simulated() {
        return container(jars(Path.of(System.getProperty("image"), "demo/bundles")));
    }

    /** 1.7.36 for those that ask for 1.x, as Pax Exam itself; 2.x serves them as well. */
    private static Option slf4j(String version) {
        return composite(Stream.of("org.slf4j", "org.slf4j.spi", "org.slf4j.event", "org.slf4j.helpers")
                .map(name -> systemPackage(name + ";version=" + version)).toArray(Option[]::new));
    }

    private static Path unpacked() {
        try (Stream<Path> entries = Files.list(Path.of(System.getProperty("image")))) {
            return entries.map(entry -> entry.resolve("fairlead/bundles")).filter(Files::isDirectory).findFirst()
                    .orElseThrow(() -> new IllegalStateException("the image is not built: run mvn verify at the top"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> jars(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the image is not built: run mvn verify at the top", e);
        }
    }

    /** SLF4J comes from the class path, as the launcher has it. */
    private static Option container(List<Path> jars) {
        Option[] bundles = jars.stream().map(jar -> bundle(jar.toUri().toString())).toArray(Option[]::new);
        return composite(junitBundles(), frameworkProperty("pax.exam.osgi.unresolved.fail").value("true"),
                frameworkProperty("felix.service.urlhandlers").value("false"),
                frameworkProperty("felix.cm.dir").value(System.getProperty("configuration")),
                slf4j("2.0.20"), slf4j("1.7.36"),
                composite(bundles));
    }
}
