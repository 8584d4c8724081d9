package io.fairlead.networkmanager.internal;

import io.fairlead.api.networkmanager.Fault;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.networkmanager.internal.DeviceMatch.Device;
import io.fairlead.networkmanager.internal.KeyFile.Entry;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * NetworkManager's configuration as it reads it: /usr/lib, then /run, then NetworkManager.conf, then /etc; a file hides
 * those of its name in the directories before (NetworkManager.conf(5), read_base_config and read_entire_config of
 * src/core/nm-config.c).
 *
 * @param sources in the order in which they are read
 */
record NmConfig(List<Source> sources) {

    private static final String UNMANAGED = "unmanaged-devices";
    private static final String CONF_D = "NetworkManager/conf.d";
    /** Parsed before the main file, the first hidden by the second and both by /etc. */
    private static final List<HostPath> BEFORE = List.of(HostPath.USR.resolve("lib").resolve(CONF_D),
            HostPath.RUN.resolve(CONF_D));
    private static final HostPath MAIN = HostPath.ETC.resolve("NetworkManager/NetworkManager.conf");
    private static final HostPath AFTER = HostPath.ETC.resolve(CONF_D);

    /**
     * A file and what is in it.
     */
    record Source(HostPath file, KeyFile content) {
    }

    /**
     * A line and the file it stands in.
     */
    record Line(HostPath file, Entry entry) {

        String describe() {
            return "%s line %d: %s%s=%s".formatted(file, entry.line(), entry.key(), entry.operator(), entry.value());
        }
    }

    static NmConfig read(HostFiles files) {
        TreeMap<String, HostPath> early = new TreeMap<>();
        BEFORE.forEach(directory -> names(files, directory).forEach(name -> early.put(name, directory.resolve(name))));
        List<String> late = names(files, AFTER);
        late.forEach(early::remove);
        List<HostPath> order = new ArrayList<>();
        // All of /usr/lib come before all of /run.
        BEFORE.forEach(directory -> early.values().stream().filter(file -> file.parent().equals(directory))
                .forEach(order::add));
        order.add(MAIN);
        late.forEach(name -> order.add(AFTER.resolve(name)));
        List<Source> sources = new ArrayList<>();
        for (HostPath file : order) {
            try {
                Optional<String> text = files.content(file).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
                if (text.isPresent()) {
                    sources.add(new Source(file, KeyFile.parse(text.get())));
                } else if (files.info(file).isPresent()) {
                    sources.add(unreadable(file, "it is a link to nothing"));
                }
            } catch (UncheckedIOException _) {
                sources.add(unreadable(file, "it cannot be read, or is no file"));
            }
        }
        return new NmConfig(List.copyOf(sources));
    }

    /** What is there by such a name and is no file stops NetworkManager's reading as well (seen on 1.42 and 1.52). */
    private static Source unreadable(HostPath file, String why) {
        return new Source(file, new KeyFile(List.of(), Optional.of(new KeyFile.Malformed(0, why))));
    }

    private static List<String> names(HostFiles files, HostPath directory) {
        return files.list(directory).stream().filter(name -> name.endsWith(".conf"))
                .sorted().toList();
    }

    /** What makes NetworkManager ignore all of it, at a reload in silence: the first malformed line of each file. */
    List<Fault> malformed() {
        return sources.stream().flatMap(source -> source.content().fault().stream()
                .map(fault -> new Fault(source.file().toString(), fault.line(),
                        fault.why()
                                + "; NetworkManager refuses its whole configuration for this, at a reload in silence")))
                .toList();
    }

    /** The lines of the list of unmanaged devices, in their order. */
    List<Line> unmanagedLines() {
        return lines("keyfile", UNMANAGED);
    }

    private List<Line> lines(String group, String key) {
        return sources.stream().flatMap(source -> source.content().entries().stream()
                .filter(entry -> entry.group().equals(group) && entry.key().equals(key))
                .map(entry -> new Line(source.file(), entry))).toList();
    }

    /** Lines that replace what lines before them, of other files, have said. */
    List<Fault> replacing() {
        List<Fault> faults = new ArrayList<>();
        List<Line> before = new ArrayList<>();
        for (Line line : unmanagedLines()) {
            if (line.entry().operator().isEmpty()) {
                before.stream().filter(lost -> !lost.file().equals(line.file())).reduce((_, last) -> last)
                        .ifPresent(lost -> faults.add(new Fault(line.file().toString(), line.entry().line(),
                                "%s= replaces what %s line %d says: write += to add to it".formatted(UNMANAGED,
                                        lost.file(), lost.entry().line()))));
                before.clear();
            }
            before.add(line);
        }
        return faults;
    }

    /** The line that cancels what our own file says, if one does. */
    Optional<Line> cancels(HostPath ours) {
        Optional<Line> cancelling = Optional.empty();
        boolean said = false;
        for (Line line : unmanagedLines()) {
            if (line.file().equals(ours)) {
                said = true;
                cancelling = Optional.empty();
            } else if (said && line.entry().operator().isEmpty()) {
                cancelling = Optional.of(line);
            }
        }
        return cancelling;
    }

    /** The line of the list that a device is unmanaged by, if it is. */
    Optional<Line> unmanagedBy(Device device) {
        List<Line> inForce = new ArrayList<>();
        for (Line line : unmanagedLines()) {
            if (line.entry().operator().isEmpty()) {
                inForce.clear();
            }
            if (!line.entry().operator().equals("-")) {
                inForce.add(line);
            }
        }
        List<String> all = inForce.stream().flatMap(line -> DeviceMatch.items(line.entry().value()).stream()).toList();
        return DeviceMatch.matches(all, device)
                ? inForce.stream().filter(line -> DeviceMatch.matches(DeviceMatch.items(line.entry().value()), device))
                        .findFirst()
                : Optional.empty();
    }

    /** The line {@code managed=} of the first device section that matches a device and says no. */
    Optional<Line> notManagedBySection(Device device) {
        return sources.stream().flatMap(source -> source.content().entries().stream()
                .filter(entry -> entry.group().startsWith("device") && entry.key().equals("managed")
                        && List.of("0", "no", "false", "off").contains(entry.value()))
                .filter(entry -> DeviceMatch.matches(matchOf(source, entry.group()), device))
                .map(entry -> new Line(source.file(), entry))).findFirst();
    }

    /** A section that says of no device is for all. */
    private static List<String> matchOf(Source source, String group) {
        return source.content().entries().stream()
                .filter(entry -> entry.group().equals(group) && entry.key().equals("match-device"))
                .map(entry -> DeviceMatch.items(entry.value())).findFirst().orElse(List.of("*"));
    }
}
