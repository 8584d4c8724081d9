package io.fairlead.kernel.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.host.HostPath;
import io.fairlead.kernel.internal.EntryFiles.EntryFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Our entry as a file of the Boot Loader Specification, beside that of the default entry. */
final class EntryFileTrial implements TrialEntry {

    /** Version 0, which sorts behind all kernels: what is first is the default where none was chosen. */
    private static final String NAME = "0-fairlead-trial";
    private static final String SUFFIX = ".conf";
    private static final int MODE = 0644;

    private final Host host;
    private final HostPath directory;
    private final EntryFile byDefault;
    private final String idSuffix;

    /**
     * An entry.
     *
     * @param byDefault the entry that boots by default
     * @param idSuffix what the boot loader's name of an entry has behind the file's name without {@code .conf}
     */
    EntryFileTrial(Host host, EntryFile byDefault, String idSuffix) {
        this.host = host;
        this.directory = byDefault.file().parent();
        this.byDefault = byDefault;
        this.idSuffix = idSuffix;
    }

    @Override
    public String id() {
        return base() + idSuffix;
    }

    /** One that is there already, else one that begins like the default entry's, with the machine's id. */
    private String base() {
        return host.files().list(directory).stream().filter(name -> name.endsWith(NAME + SUFFIX)).findFirst()
                .map(name -> name.substring(0, name.length() - SUFFIX.length())).orElseGet(() -> byDefault.version()
                        .filter(version -> byDefault.id().endsWith("-" + version))
                        .map(version -> byDefault.id().substring(0, byDefault.id().length() - version.length()) + NAME)
                        .orElse(NAME));
    }

    @Override
    public HostPath file() {
        return directory.resolve(base() + SUFFIX);
    }

    @Override
    public int mode() {
        return MODE;
    }

    @Override
    public String text(TrialMark mark, List<Argument> gone, List<Argument> added) {
        List<String> lines = new ArrayList<>(host.files().read(byDefault.file()).stream().flatMap(String::lines)
                .toList());
        int options = byDefault.line() - 1;
        if (options >= lines.size() || !lines.get(options).strip().startsWith("options")) {
            throw new FairleadException(Kind.NOT_CAPABLE,
                    "the arguments cannot be tried, since the entry that boots by default, %s, has no options to copy"
                            .formatted(byDefault.file()));
        }
        lines.set(options, TrialLine.edit(lines.get(options), gone, added));
        lines.replaceAll(
                line -> line.startsWith("title ") ? line + ", arguments on trial for one boot (Fairlead)" : line);
        lines.removeIf(line -> line.startsWith("version ") || line.startsWith("sort-key "));
        lines.addFirst(mark.line());
        return String.join("\n", lines) + "\n";
    }

    @Override
    public Optional<String> obstacle() {
        return Optional.empty();
    }
}
