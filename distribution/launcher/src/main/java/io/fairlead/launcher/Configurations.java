package io.fairlead.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The configuration of components, read from files {@code PID.cfg} (Java properties, with comments) and written as Felix
 * ConfigAdmin keeps them, into a directory that ConfigAdmin takes as its own. So configuration needs no further bundle,
 * and no write of ConfigAdmin's ever reaches the user's files.
 */
final class Configurations {

    private static final String SUFFIX = ".cfg";

    private final Map<String, Map<String, String>> byPid = new TreeMap<>();

    /** Those of the settings: each directory's over those before it, and the overrides over all. */
    static Configurations of(Settings settings) throws IOException {
        Configurations configurations = new Configurations();
        for (Path directory : settings.configurations()) {
            if (Files.isDirectory(directory)) {
                configurations.addAll(directory);
            }
        }
        settings.overrides().forEach(configurations::add);
        return configurations;
    }

    private void addAll(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                Properties properties = new Properties();
                try (Reader reader = Files.newBufferedReader(file)) {
                    properties.load(reader);
                }
                String name = file.getFileName().toString();
                Map<String, String> values = new TreeMap<>();
                properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
                add(name.substring(0, name.length() - SUFFIX.length()), values);
            }
        }
    }

    private void add(String pid, Map<String, String> values) {
        if (!values.isEmpty()) {
            byPid.computeIfAbsent(pid, _ -> new TreeMap<>()).putAll(values);
        }
    }

    /** Writes them where ConfigAdmin's FilePersistenceManager looks: a directory for each dot of a PID. */
    void write(Path directory) throws IOException {
        for (Map.Entry<String, Map<String, String>> configuration : byPid.entrySet()) {
            Path file = directory.resolve(configuration.getKey().replace('.', '/') + ".config");
            Files.createDirectories(file.getParent());
            Files.write(file, lines(configuration.getKey(), configuration.getValue()));
        }
    }

    private static List<String> lines(String pid, Map<String, String> values) {
        Map<String, String> all = new TreeMap<>(values);
        all.put("service.pid", pid);
        return all.entrySet().stream().map(entry -> entry.getKey() + "=\"" + escaped(entry.getValue()) + "\"").toList();
    }

    /** As ConfigurationHandler of Felix reads strings back. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("=", "\\=");
    }
}
