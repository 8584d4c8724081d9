package io.fairlead.kernel.internal;

import io.fairlead.api.kernel.BootEntry;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Entries of the Boot Loader Specification, a file each (https://uapi-group.org/specifications/specs/boot_loader_specification). */
final class EntryFiles {

    private static final String SUFFIX = ".conf";
    private static final Pattern PART = Pattern.compile("\\d+|[A-Za-z]+");
    private static final Set<String> FOR_RECOVERY = Set.of("single", "rescue", "emergency", "recovery",
            "systemd.unit=rescue.target", "systemd.unit=emergency.target");

    private EntryFiles() {
    }

    /**
     * An entry.
     *
     * @param file which file
     * @param id its name without the suffix
     * @param kernel the kernel's file
     * @param version the kernel's release, if it says so
     * @param options what the kernel is given
     * @param line where that stands, from 1
     */
    record EntryFile(HostPath file, String id, String title, String kernel, Optional<String> version, String options,
            int line) {

        BootEntry entry(boolean byDefault, boolean once) {
            List<String> arguments = Argument.texts(CommandLine.parse(options));
            return new BootEntry(title, arguments, file.toString(), line, byDefault, once,
                    isForRecovery(arguments) || id.contains("-0-rescue"));
        }
    }

    /** Whether such arguments are those of an entry for recovery. */
    static boolean isForRecovery(List<String> arguments) {
        return arguments.stream().anyMatch(FOR_RECOVERY::contains);
    }

    /** The entries of a directory, the newest version first; GRUB's variables are put in. */
    static List<EntryFile> read(HostFiles files, HostPath directory, GrubEnvironment environment) {
        return files.list(directory).stream().filter(name -> name.endsWith(SUFFIX)).map(directory::resolve)
                .flatMap(file -> files.read(file).map(text -> parse(file, text, environment)).stream())
                .sorted(Comparator.comparing(EntryFile::id, EntryFiles::compareVersions).reversed()).toList();
    }

    private static EntryFile parse(HostPath file, String text, GrubEnvironment environment) {
        String id = file.name().substring(0, file.name().length() - SUFFIX.length());
        String title = id;
        String kernel = "";
        Optional<String> version = Optional.empty();
        List<String> options = new ArrayList<>();
        int optionsAt = 1;
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String[] words = lines.get(i).strip().split("\\s+", 2);
            String value = words.length == 2 ? words[1] : "";
            switch (words[0]) {
                case "title" -> title = value;
                case "linux", "efi" -> kernel = value;
                case "version" -> version = Optional.of(value);
                case "options" -> {
                    options.add(environment.expand(value));
                    optionsAt = i + 1;
                }
                default -> {
                    // what else an entry says is no matter here
                }
            }
        }
        return new EntryFile(file, id, title, kernel, version, String.join(" ", options), optionsAt);
    }

    /** By parts that are all digits or all letters, as rpmvercmp does, by which GRUB sorts entries (blscfg). */
    static int compareVersions(String one, String other) {
        Matcher a = PART.matcher(one);
        Matcher b = PART.matcher(other);
        while (true) {
            boolean more = a.find();
            boolean otherMore = b.find();
            if (!more || !otherMore) {
                return Boolean.compare(more, otherMore);
            }
            int order = compareParts(a.group(), b.group());
            if (order != 0) {
                return order;
            }
        }
    }

    private static int compareParts(String one, String other) {
        boolean number = Character.isDigit(one.charAt(0));
        boolean otherNumber = Character.isDigit(other.charAt(0));
        if (number != otherNumber) {
            return Boolean.compare(number, otherNumber);
        }
        if (!number) {
            return one.compareTo(other);
        }
        String plain = one.replaceFirst("^0+", "");
        String otherPlain = other.replaceFirst("^0+", "");
        return plain.length() == otherPlain.length()
                ? plain.compareTo(otherPlain)
                : Integer.compare(plain.length(), otherPlain.length());
    }
}
