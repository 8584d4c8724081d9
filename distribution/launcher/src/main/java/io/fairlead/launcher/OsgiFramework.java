package io.fairlead.launcher;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.launch.Framework;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running Felix with the bundles of an installation. */
final class OsgiFramework {

    private static final Logger LOG = LoggerFactory.getLogger(OsgiFramework.class);

    private static final String CONSOLE = "(&(objectClass=" + ToIntFunction.class.getName()
            + ")(io.fairlead.console=command-line))";

    private final Framework framework;

    private OsgiFramework(Framework framework) {
        this.framework = framework;
    }

    /** Starts the framework and each bundle; a bundle that does not start is logged, and the others go on. */
    static OsgiFramework start(Settings settings, Path cache, Path configuration) throws BundleException, IOException {
        Framework framework = new FrameworkFactory().newFramework(properties(settings, cache, configuration));
        framework.init();
        BundleContext context = framework.getBundleContext();
        List<Bundle> bundles = new ArrayList<>();
        for (Path jar : jars(settings.bundles())) {
            bundles.add(context.installBundle("reference:" + jar.toUri()));
        }
        framework.start();
        // What activates components starts last, and does so in its own start: when it is up, every command is there
        // that will be.
        bundles.stream().filter(bundle -> header(bundle, Constants.FRAGMENT_HOST).isEmpty())
                .sorted(Comparator.comparing(OsgiFramework::activatesComponents)).forEach(OsgiFramework::start);
        return new OsgiFramework(framework);
    }

    /** The bundle console's way in, once it is there. */
    @SuppressWarnings("unchecked") // the property in the filter promises the type argument
    ToIntFunction<List<String>> console(Duration atMost) throws InterruptedException, InvalidSyntaxException {
        BundleContext context = framework.getBundleContext();
        ServiceTracker<Object, Object> tracker = new ServiceTracker<>(context, context.createFilter(CONSOLE), null);
        tracker.open();
        return Optional.ofNullable((ToIntFunction<List<String>>) tracker.waitForService(atMost.toMillis()))
                .orElseThrow(() -> new IllegalStateException(
                        "the console did not come up within " + atMost.toSeconds() + " s"));
    }

    /** A service that is there now. */
    <S> Optional<S> service(Class<S> type, String filter) throws InvalidSyntaxException {
        BundleContext context = framework.getBundleContext();
        return context.getServiceReferences(type, filter).stream().findFirst().map(context::getService);
    }

    /** Gives the bundles a service, for as long as the framework runs. */
    <S> void register(Class<S> type, S service, Map<String, ?> properties) {
        framework.getBundleContext().registerService(type, service, FrameworkUtil.asDictionary(properties));
    }

    /** Waits until somebody stops the framework. */
    void awaitStop() throws InterruptedException {
        framework.waitForStop(0);
    }

    /** Stops all bundles; false when they have not stopped within this time. */
    boolean stop(Duration atMost) throws InterruptedException, BundleException {
        framework.stop();
        return framework.waitForStop(atMost.toMillis()).getType() != FrameworkEvent.WAIT_TIMEDOUT;
    }

    private static boolean activatesComponents(Bundle bundle) {
        return header(bundle, Constants.PROVIDE_CAPABILITY).contains("osgi.extender=\"osgi.component\"");
    }

    private static String header(Bundle bundle, String name) {
        return Objects.toString(bundle.getHeaders("").get(name), "");
    }

    private static void start(Bundle bundle) {
        try {
            bundle.start();
        } catch (BundleException e) {
            LOG.warn("The bundle {} does not start: {}", bundle.getSymbolicName(), e.getMessage());
            LOG.debug("", e);
        }
    }

    private static List<Path> jars(Path directory) throws IOException {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.jar")) {
            found.forEach(jars::add);
        }
        Collections.sort(jars);
        return jars;
    }

    private static Map<String, Object> properties(Settings settings, Path cache, Path configuration) {
        Map<String, Object> properties = new HashMap<>(settings.properties());
        properties.put(Constants.FRAMEWORK_STORAGE, cache.toString());
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        // The class path has SLF4J and its provider: bundles need no service loader to find one. 1.7.36 for those that
        // ask for 1.x, which 2.x serves as well.
        properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, slf4j("2.0.20") + "," + slf4j("1.7.36"));
        properties.put("felix.log.logger", new FrameworkLog());
        // The cache is this process's own.
        properties.put("felix.cache.locking", "false");
        // Felix would patch java.net.URL through Unsafe, of which JDK 25 warns.
        properties.put("felix.service.urlhandlers", "false");
        properties.put("felix.cm.dir", configuration.toString());
        return properties;
    }

    private static String slf4j(String version) {
        return "org.slf4j;org.slf4j.event;org.slf4j.helpers;org.slf4j.spi;version=\"" + version + "\"";
    }
}
