package io.fairlead.kernel.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.host.HostPath;
import io.fairlead.kernel.internal.GrubMenu.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Our entry in custom.cfg, which a generated grub.cfg reads when it boots (41_custom): the default entry's commands as they
 * stand in grub.cfg, but for the kernel's arguments. So grub.cfg, and with it the default entry, stays byte for byte;
 * generating it anew would bring in whatever was changed since it was generated.
 */
final class GrubTrialEntry implements TrialEntry {

    static final String ID = "fairlead-trial";
    private static final String FILE = "custom.cfg";
    private static final String TITLE = "Kernel arguments on trial, for one boot (Fairlead)";
    private static final int MODE = 0644;
    /** With it the entry would become the default, if somebody chose it from the menu. */
    private static final String SAVES_DEFAULT = "savedefault";

    private final Host host;
    private final HostPath configuration;
    private final GrubMenu menu;
    private final Optional<Entry> byDefault;

    /**
     * An entry.
     *
     * @param configuration grub.cfg
     * @param menu what is in it
     * @param byDefault the entry in it that is the default
     */
    GrubTrialEntry(Host host, HostPath configuration, GrubMenu menu, Optional<Entry> byDefault) {
        this.host = host;
        this.configuration = configuration;
        this.menu = menu;
        this.byDefault = byDefault;
    }

    /** The file beside a grub.cfg that it reads when it boots. */
    static HostPath custom(HostPath configuration) {
        return configuration.parent().resolve(FILE);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public HostPath file() {
        return custom(configuration);
    }

    @Override
    public int mode() {
        return MODE;
    }

    @Override
    public Optional<String> obstacle() {
        if (!menu.readsCustom()) {
            return Optional.of(
                    "%s does not read %s: make 41_custom in GRUB's directory of scripts executable, and generate it anew"
                            .formatted(configuration, file()));
        }
        return switch (host.own().standing(file())) {
            case ABSENT, OURS, CHANGED -> Optional.empty();
            case FOREIGN -> Optional
                    .of("%s is somebody else's, and the trial entry has to stand there: move its entries to 40_custom"
                            .formatted(file()));
        };
    }

    @Override
    public String text(TrialMark mark, List<Argument> gone, List<Argument> added) {
        Entry entry = byDefault.filter(GrubTrialEntry::canBeCopied).orElseThrow(() -> new FairleadException(
                Kind.NOT_CAPABLE,
                "the arguments cannot be tried, since the entry that boots by default in %s is not of the form that can be copied: a menuentry with one command a line, and a linux command among them"
                        .formatted(configuration)));
        List<String> lines = host.files().read(configuration).orElse("").lines().toList();
        List<String> text = new ArrayList<>(List.of(
                "# Written by Fairlead: an entry that is booted once, to try kernel arguments. It goes when the try ends.",
                mark.line(), "menuentry '%s' %s$menuentry_id_option '%s' {".formatted(TITLE, entry.access(), ID)));
        for (int number = entry.first() + 1; number < entry.last(); number++) {
            String line = lines.get(number - 1);
            if (number == entry.line()) {
                text.add(TrialLine.edit(line, gone, added));
            } else if (!line.strip().equals(SAVES_DEFAULT)) {
                text.add(line);
            }
        }
        text.add("}");
        return String.join("\n", text) + "\n";
    }

    private static boolean canBeCopied(Entry entry) {
        return !entry.kernel().isEmpty() && entry.line() > entry.first() && entry.line() < entry.last();
    }
}
