package io.fairlead.launcher;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Where the parts of an installation lie. The start script gives them as system properties, since it alone knows.
 *
 * @param bundles {@code fairlead.bundles}: the directory of the bundles to run
 * @param configurations {@code fairlead.config}: directories, separated by colons, of files {@code PID.cfg}; a key in a
 *            later directory replaces that of an earlier one; directories that do not exist are left out
 * @param run {@code fairlead.run}: the directory for what lives as long as the process; by default that of the JVM's
 *            temporary files
 * @param control {@code fairlead.control}: the socket at which a daemon listens; without it there is none
 * @param overrides {@code fairlead.set.PID/KEY}: the last word on single keys
 * @param properties all that begin with {@code fairlead.}, and {@code defaults.properties}, for bundles to read as framework
 *            properties
 */
record Settings(Path bundles, List<Path> configurations, Path run, Optional<Path> control,
        Map<String, Map<String, String>> overrides,
        Map<String, String> properties) {

    private static final int LONGEST_COMMAND = 100;
    private static final String PREFIX = "fairlead.";
    private static final String OVERRIDE = "fairlead.set.";

    /** Those that these system properties give a process with these words on its command line. */
    static Settings of(Properties system, List<String> words) throws IOException {
        Map<String, String> properties = defaults();
        system.stringPropertyNames().stream().filter(name -> name.startsWith(PREFIX))
                .forEach(name -> properties.put(name, system.getProperty(name)));
        properties.put("fairlead.debug", String.valueOf(debug()));
        // Whether this process lives on, and so is the one to tend the host.
        properties.put("fairlead.daemon", String.valueOf(words.equals(List.of(Main.DAEMON))));
        // What the writer's lock tells others of this process.
        properties.put("fairlead.command", oneLine("fairlead " + String.join(" ", words)));
        String bundles = properties.get("fairlead.bundles");
        if (bundles == null) {
            throw new IllegalArgumentException(
                    "the system property fairlead.bundles is missing; start Fairlead by its script bin/fairlead");
        }
        Path run = Path.of(properties.getOrDefault("fairlead.run", system.getProperty("java.io.tmpdir")));
        return new Settings(Path.of(bundles), directories(properties.getOrDefault("fairlead.config", "")), run,
                Optional.ofNullable(properties.get("fairlead.control")).map(Path::of), overrides(properties),
                Map.copyOf(properties));
    }

    /** Whether the user wants to see stack traces and debug messages. */
    static boolean debug() {
        return Boolean.getBoolean("fairlead.debug") || "1".equals(System.getenv("FAIRLEAD_DEBUG"));
    }

    private static Map<String, String> defaults() throws IOException {
        Properties defaults = new Properties();
        try (InputStream file = Settings.class.getResourceAsStream("/defaults.properties")) {
            defaults.load(file);
        }
        Map<String, String> properties = new TreeMap<>();
        defaults.stringPropertyNames().forEach(name -> properties.put(name, defaults.getProperty(name)));
        return properties;
    }

    private static String oneLine(String command) {
        String shown = command.replaceAll("\\p{Cntrl}", "?");
        return shown.length() <= LONGEST_COMMAND ? shown : shown.substring(0, LONGEST_COMMAND) + "…";
    }

    private static List<Path> directories(String list) {
        return Arrays.stream(list.split(File.pathSeparator)).filter(name -> !name.isEmpty()).map(Path::of).toList();
    }

    private static Map<String, Map<String, String>> overrides(Map<String, String> properties) {
        Map<String, Map<String, String>> overrides = new TreeMap<>();
        properties.forEach((name, value) -> {
            int slash = name.lastIndexOf('/');
            if (name.startsWith(OVERRIDE) && slash > OVERRIDE.length()) {
                overrides.computeIfAbsent(name.substring(OVERRIDE.length(), slash), _ -> new TreeMap<>())
                        .put(name.substring(slash + 1), value);
            }
        });
        return overrides;
    }
}
