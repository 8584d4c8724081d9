package io.fairlead.kernel.internal;

import io.fairlead.api.kernel.BootEntry;
import io.fairlead.api.kernel.BootLoader;
import io.fairlead.api.kernel.BootLoader.Kind;
import io.fairlead.api.kernel.ConfiguredArgument;
import io.fairlead.host.HostPath;
import io.fairlead.host.OwnFiles.Standing;
import io.fairlead.kernel.internal.EntryFiles.EntryFile;
import io.fairlead.kernel.internal.GrubMenu.Entry;
import io.fairlead.kernel.internal.GrubMenu.Item;
import io.fairlead.kernel.internal.GrubMenu.Submenu;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** GRUB 2, by its generated grub.cfg: what stands in there is what is booted, whatever the defaults say. */
final class GrubLoader implements Loader {

    static final HostPath ENTRY_FILES = HostPath.BOOT.resolve("loader/entries");
    private static final List<HostPath> PLACES = List.of(HostPath.BOOT.resolve("grub/grub.cfg"),
            HostPath.BOOT.resolve("grub2/grub.cfg"));

    private final Host host;
    private final Booted booted;
    private final HostPath configuration;

    private GrubLoader(Host host, Booted booted, HostPath configuration) {
        this.host = host;
        this.booted = booted;
        this.configuration = configuration;
    }

    /** GRUB, if this host has a generated configuration of it. */
    static Optional<GrubLoader> find(Host host, Booted booted) {
        return PLACES.stream().filter(host.files()::exists).findFirst()
                .map(found -> new GrubLoader(host, booted, found));
    }

    @Override
    public NextBoot read() {
        List<String> notes = new ArrayList<>();
        GrubDefaults defaults = new GrubDefaults(host.files(), host.commands());
        GrubDefaults.Reading reading = defaults.read();
        reading.problem().ifPresent(notes::add);
        List<ConfiguredArgument> configured = defaults.places(reading);
        HostPath custom = GrubTrialEntry.custom(configuration);
        if (host.files().exists(custom) && !isOurs(custom)) {
            notes.add("%s reads %s when it boots: entries of that file are not shown here".formatted(configuration,
                    custom));
        }
        try {
            return read(notes, configured);
        } catch (UncheckedIOException e) {
            notes.add("the boot entries cannot be read (%s): run it as root".formatted(e.getMessage()));
            return new NextBoot(new BootLoader(Kind.GRUB, Optional.of(configuration.toString()), false), List.of(),
                    configured, notes);
        }
    }

    private NextBoot read(List<String> notes, List<ConfiguredArgument> configured) {
        GrubEnvironment environment = environment();
        GrubMenu menu = menu(environment);
        Optional<String> once = environment.get("next_entry").filter(_ -> menu.knowsOnce());
        String choice = choice(menu, environment);
        List<EntryFile> files = entryFiles(menu, environment);
        if (!files.isEmpty()) {
            return new NextBoot(describe(Kind.GRUB_BLS, ENTRY_FILES, files.stream().map(EntryFile::kernel).toList()),
                    ofFiles(files, choice, once), configured, notes);
        }
        List<BootEntry> entries = new ArrayList<>();
        Optional<Entry> byDefault = menu.chosen(choice);
        Optional<GrubMenu> ours = Optional.of(GrubTrialEntry.custom(configuration)).filter(this::isOurs)
                .map(custom -> menu(custom, environment));
        Optional<Entry> trial = once.flatMap(id -> ours.flatMap(custom -> custom.withId(id)));
        Optional<Entry> next = trial.or(() -> once.flatMap(menu::chosen));
        flatten(configuration, menu.items(), byDefault, next, "", entries);
        ours.ifPresent(custom -> flatten(GrubTrialEntry.custom(configuration), custom.items(), Optional.empty(), next,
                "", entries));
        return new NextBoot(describe(Kind.GRUB, configuration, kernels(menu.items())), entries, configured, notes);
    }

    private static String choice(GrubMenu menu, GrubEnvironment environment) {
        return Optional.of(environment.expand(menu.defaultChoice())).filter(value -> !value.isEmpty()).orElse("0");
    }

    private GrubEnvironment environment() {
        return GrubEnvironment.parse(host.files().read(configuration.parent().resolve("grubenv")).orElse(""));
    }

    private GrubMenu menu(GrubEnvironment environment) {
        return menu(configuration, environment);
    }

    private GrubMenu menu(HostPath file, GrubEnvironment environment) {
        return GrubMenu.parse(host.files().read(file).orElse(""), environment);
    }

    private boolean isOurs(HostPath file) {
        Standing standing = host.own().standing(file);
        return standing == Standing.OURS || standing == Standing.CHANGED;
    }

    private List<EntryFile> entryFiles(GrubMenu menu, GrubEnvironment environment) {
        return menu.readsEntryFiles() ? EntryFiles.read(host.files(), ENTRY_FILES, environment) : List.of();
    }

    private BootLoader describe(Kind kind, HostPath generated, List<String> kernels) {
        boolean itsKernel = booted.loader().isEmpty() && booted.image()
                .filter(image -> kernels.stream().anyMatch(kernel -> sameFile(kernel, image))).isPresent();
        boolean bootedThis = itsKernel || booted.loadedBy("GRUB");
        return new BootLoader(kind, Optional.of(generated.toString()), bootedThis);
    }

    /** {@code /boot} may be a file system of its own, and then its name is not part of GRUB's. */
    private static boolean sameFile(String kernel, String image) {
        return !image.isEmpty() && (kernel.endsWith(image) || image.endsWith(kernel)) && !kernel.isEmpty();
    }

    private static List<BootEntry> ofFiles(List<EntryFile> files, String choice, Optional<String> once) {
        EntryFile byDefault = byDefault(files, choice);
        Optional<EntryFile> next = once.flatMap(wanted -> chosen(files, wanted));
        return files.stream().map(file -> file.entry(file.equals(byDefault), next.filter(file::equals).isPresent()))
                .toList();
    }

    private static EntryFile byDefault(List<EntryFile> files, String choice) {
        return chosen(files, choice).orElse(files.getFirst());
    }

    private static Optional<EntryFile> chosen(List<EntryFile> files, String choice) {
        if (choice.matches("\\d{1,6}")) {
            return files.stream().skip(Integer.parseInt(choice)).findFirst();
        }
        return files.stream().filter(file -> file.id().equals(choice) || file.title().equals(choice)).findFirst();
    }

    private static List<String> kernels(List<Item> items) {
        return items.stream().flatMap(item -> switch (item) {
            case Entry entry -> List.of(entry.kernel()).stream();
            case Submenu submenu -> kernels(submenu.items()).stream();
        }).filter(kernel -> !kernel.isEmpty()).toList();
    }

    private static void flatten(HostPath file, List<Item> items, Optional<Entry> byDefault, Optional<Entry> next,
            String above, List<BootEntry> into) {
        for (Item item : items) {
            switch (item) {
                case Submenu submenu ->
                    flatten(file, submenu.items(), byDefault, next, above + submenu.title() + " > ", into);
                case Entry entry -> {
                    List<String> arguments = Argument.texts(CommandLine.parse(entry.arguments()));
                    boolean chosen = byDefault.filter(entry::equals).isPresent();
                    // What boots no kernel is of interest here only when it is the default.
                    if (!entry.kernel().isEmpty() || chosen) {
                        into.add(new BootEntry(above + entry.title(), arguments, file.toString(), entry.line(), chosen,
                                next.filter(entry::equals).isPresent(), EntryFiles.isForRecovery(arguments)));
                    }
                }
            }
        }
    }

    @Override
    public String place() {
        return hasEntryFiles()
                ? "grubby --update-kernel=ALL --args=…"
                : new GrubDefaults(host.files(), host.commands()).place();
    }

    private boolean hasEntryFiles() {
        GrubEnvironment environment = environment();
        return !entryFiles(menu(environment), environment).isEmpty();
    }

    @Override
    public Optional<Keeper> keeper() {
        if (!hasEntryFiles()) {
            return GrubKeeper.of(host, configuration).map(Keeper.class::cast);
        }
        return host.commands().has("grubby") ? Optional.of(new GrubbyKeeper(host, configuration)) : Optional.empty();
    }

    @Override
    public Optional<TrialBoot> trial() {
        GrubEnvironment environment = environment();
        GrubMenu menu = menu(environment);
        String choice = choice(menu, environment);
        List<EntryFile> files = entryFiles(menu, environment);
        TrialEntry entry = files.isEmpty()
                ? new GrubTrialEntry(host, configuration, menu, menu.chosen(choice))
                : new EntryFileTrial(host, byDefault(files, choice), "");
        return Optional.of(new TrialBoot(host, this, entry, new GrubOnce(host, configuration)));
    }

    @Override
    public String withoutKeeper() {
        return "its boot entries are generated by a program that is not on the PATH: install update-grub, grub-mkconfig or grub2-mkconfig, or grubby where there are files in %s"
                .formatted(ENTRY_FILES);
    }
}
