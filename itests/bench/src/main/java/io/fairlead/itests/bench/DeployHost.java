package io.fairlead.itests.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.util.tracker.ServiceTracker;

/** A daemon's bundles in Felix, on the tree of a host with one PF that no driver of ours knows. */
final class DeployHost implements AutoCloseable {

    static final String PF = "0000:01:00.0";

    private static final long PATIENCE_MILLIS = 20_000;
    private static final List<String> BUNDLES = List.of("io.fairlead.host-", "io.fairlead.host.linux-",
            "io.fairlead.sriov-", "io.fairlead.nic.generic-", "io.fairlead.deploy-", "jackson-jr-objects-",
            "jackson-core-", "org.osgi.service.component-", "org.osgi.util.promise-", "org.osgi.util.function-",
            "org.apache.felix.configadmin-", "org.apache.felix.scr-");

    private final Path root;
    private final Framework framework;

    DeployHost() throws BundleException, IOException {
        root = Files.createTempDirectory("fairlead");
        Files.createDirectories(root.resolve("proc"));
        // Who runs this counts as root there.
        Files.createSymbolicLink(root.resolve("proc/self"), Path.of("/"));
        Path pf = Files.createDirectories(root.resolve("sys/bus/pci/devices").resolve(PF));
        for (String[] attribute : new String[][]{{"vendor", "0x1d6b"}, {"device", "0x0001"},
                {"subsystem_vendor", "0x1d6b"}, {"subsystem_device", "0x0001"}, {"sriov_totalvfs", "4"},
                {"sriov_numvfs", "0"}, {"sriov_drivers_autoprobe", "1"}}) {
            Files.writeString(pf.resolve(attribute[0]), attribute[1] + "\n");
        }
        Files.createDirectories(incoming());
        framework = new FrameworkFactory().newFramework(properties());
        framework.init();
        List<Bundle> installed = new ArrayList<>();
        for (String name : BUNDLES) {
            installed.add(framework.getBundleContext().installBundle(jar(name).toUri().toString()));
        }
        framework.start();
        for (Bundle bundle : installed) {
            bundle.start();
        }
    }

    Path vendors() {
        return root.resolve("var/lib/fairlead/vendors");
    }

    Path incoming() {
        return vendors().resolve("incoming");
    }

    /** A service that is there, or comes soon. */
    <S> S service(Class<S> type) {
        ServiceTracker<S, S> tracker = new ServiceTracker<>(framework.getBundleContext(), type, null);
        // The framework itself, whose context this is, is wired to no package, not even to those that it exports.
        tracker.open(true);
        try {
            return Optional.ofNullable(tracker.waitForService(PATIENCE_MILLIS))
                    .orElseThrow(() -> new IllegalStateException("there is no " + type.getName()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What this and the bundles speak of together comes from the class path. */
    private Map<String, String> properties() throws IOException {
        Map<String, String> properties = new HashMap<>();
        properties.put(Constants.FRAMEWORK_STORAGE, root.resolve("cache").toString());
        properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, String.join(",", exports("io.fairlead.api-"),
                exports("io.fairlead.spi.nic-"), "org.slf4j;version=\"2.0.17\"", "org.slf4j;version=\"1.7.36\""));
        properties.put("felix.service.urlhandlers", "false");
        properties.put("fairlead.root", root.toString());
        properties.put("fairlead.daemon", "true");
        return properties;
    }

    private static String exports(String name) throws IOException {
        try (JarFile jar = new JarFile(jar(name).toFile())) {
            return jar.getManifest().getMainAttributes().getValue(Constants.EXPORT_PACKAGE);
        }
    }

    private static Path jar(String name) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .flatMap(entry -> Stream.of(Path.of(entry)))
                .filter(path -> path.getFileName().toString().matches("\\Q" + name + "\\E[0-9][^/]*(?<!-tests)\\.jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + "….jar is not on the class path"));
    }

    @Override
    public void close() throws BundleException, IOException, InterruptedException {
        framework.stop();
        framework.waitForStop(0);
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
