package io.fairlead.networkmanager.internal;

import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What udev's rules say to NetworkManager of an interface: the property NM_UNMANAGED (NetworkManager(8), udev(7)). */
final class UdevRules {

    private static final String PROPERTY = "NM_UNMANAGED";
    private static final String RULES_D = "udev/rules.d";
    /** A file hides those of its name in the directories before. */
    private static final List<HostPath> DIRECTORIES = List.of(HostPath.USR.resolve("lib").resolve(RULES_D),
            HostPath.RUN.resolve(RULES_D), HostPath.ETC.resolve(RULES_D));

    private final HostFiles files;

    UdevRules(HostFiles files) {
        this.files = files;
    }

    /**
     * A line that sets the property.
     */
    record Rule(HostPath file, int line, boolean unmanaged) {
    }

    /** What udev's database says of an interface: 1 keeps NetworkManager off, 0 overrides its own rules. */
    Optional<Boolean> property(String name) {
        return files.read(HostPath.SYS.resolve("class/net").resolve(name).resolve("ifindex"))
                .flatMap(index -> files.read(HostPath.RUN.resolve("udev/data/n" + index)))
                .flatMap(data -> data.lines().filter(line -> line.startsWith("E:" + PROPERTY + "=")).findFirst())
                .map(line -> line.endsWith("=1"));
    }

    /** All lines that set it, in the order in which udev reads them: by the names of the files, whatever their directory. */
    List<Rule> rules() {
        TreeMap<String, HostPath> byName = new TreeMap<>();
        DIRECTORIES.forEach(directory -> files.list(directory).stream().filter(name -> name.endsWith(".rules"))
                .forEach(name -> byName.put(name, directory.resolve(name))));
        List<Rule> rules = new ArrayList<>();
        byName.values().forEach(file -> rules.addAll(rulesOf(file)));
        return rules;
    }

    private List<Rule> rulesOf(HostPath file) {
        List<Rule> rules = new ArrayList<>();
        try {
            List<String> lines = files.read(file).orElse("").lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i).strip();
                int at = line.indexOf("ENV{" + PROPERTY + "}");
                String rest = at < 0 || line.startsWith("#") ? "" : line.substring(at + PROPERTY.length() + 5);
                if (rest.startsWith("=\"") || rest.startsWith(":=\"")) {
                    rules.add(new Rule(file, i + 1, rest.contains("\"1\"")));
                }
            }
        } catch (UncheckedIOException _) {
            // what is no text is no rule to udev either
        }
        return rules;
    }

    /** By which rule files the property may have got this value; the last one that says so comes first. */
    List<HostPath> filesThatSay(boolean unmanaged) {
        return rules().stream().filter(rule -> rule.unmanaged() == unmanaged).map(Rule::file).distinct().toList()
                .reversed();
    }
}
