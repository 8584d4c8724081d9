package io.fairlead.kernel.internal;

import io.fairlead.api.kernel.BootEntry;
import io.fairlead.api.kernel.BootLoader;
import io.fairlead.api.kernel.BootLoader.Kind;
import io.fairlead.api.kernel.ConfiguredArgument;
import io.fairlead.host.HostPath;
import io.fairlead.kernel.internal.EntryFiles.EntryFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * systemd-boot, with entries that kernel-install or proxmox-boot-tool write from {@code /etc/kernel/cmdline}. Those of
 * proxmox-boot-tool lie on partitions that are not mounted, and cannot be read.
 */
final class EntryFileLoader implements Loader {

    static final HostPath PROXMOX = HostPath.ETC.resolve("kernel/proxmox-boot-uuids");
    private static final List<HostPath> PLACES = List.of(HostPath.BOOT.resolve("loader"),
            HostPath.BOOT.resolve("efi/loader"));
    private static final Pattern NOT_A_STAR = Pattern.compile("[^*]+");

    private final Host host;
    private final Booted booted;
    private final Kind kind;

    EntryFileLoader(Host host, Booted booted) {
        this.host = host;
        this.booted = booted;
        this.kind = booted.unified()
                ? Kind.UNIFIED_IMAGE
                : host.files().exists(PROXMOX) ? Kind.PROXMOX : Kind.SYSTEMD_BOOT;
    }

    /** systemd-boot, if the firmware says that it booted this, or there are its entries and the file they are made from. */
    static Optional<EntryFileLoader> find(Host host, Booted booted) {
        boolean configured = host.files().exists(CmdlineKeeper.FILE)
                && PLACES.stream().anyMatch(place -> host.files().exists(place.resolve("entries")));
        boolean here = booted.loadedBy("systemd-boot") || booted.unified() || configured;
        return here ? Optional.of(new EntryFileLoader(host, booted)) : Optional.empty();
    }

    @Override
    public NextBoot read() {
        Optional<HostPath> place = kind == Kind.SYSTEMD_BOOT
                ? PLACES.stream().filter(found -> host.files().exists(found.resolve("entries"))).findFirst()
                : Optional.empty();
        List<EntryFile> files = place.map(found -> entryFiles(host, found)).orElse(List.of());
        List<String> notes = new ArrayList<>();
        if (kind == Kind.PROXMOX) {
            notes.add(
                    "proxmox-boot-tool keeps the boot entries on partitions that are not mounted: what stands there cannot be read");
        }
        return new NextBoot(
                new BootLoader(kind, place.map(found -> found.resolve("entries").toString()),
                        booted.loadedBy("systemd-boot")),
                place.map(found -> entries(found, files)).orElse(List.of()), configured(), notes);
    }

    private static List<EntryFile> entryFiles(Host host, HostPath place) {
        return EntryFiles.read(host.files(), place.resolve("entries"), new GrubEnvironment(Map.of()));
    }

    /** By LoaderEntryOneShot, LoaderEntryDefault, loader.conf, and else the newest (systemd-boot(7), loader.conf(5)). */
    private List<BootEntry> entries(HostPath place, List<EntryFile> files) {
        Optional<EntryFile> once = Booted.variable(host.files(), "LoaderEntryOneShot")
                .flatMap(id -> matching(files, id));
        Optional<EntryFile> byDefault = byDefault(place, files);
        return files.stream().map(file -> file.entry(byDefault.filter(file::equals).isPresent(),
                once.filter(file::equals).isPresent())).toList();
    }

    private Optional<EntryFile> byDefault(HostPath place, List<EntryFile> files) {
        return Booted.variable(host.files(), "LoaderEntryDefault").flatMap(id -> matching(files, id))
                .or(() -> configuredDefault(place, files)).or(() -> files.stream().findFirst());
    }

    private Optional<EntryFile> configuredDefault(HostPath place, List<EntryFile> files) {
        return host.files().read(place.resolve("loader.conf")).stream().flatMap(String::lines)
                .map(line -> line.strip().split("\\s+", 2)).filter(words -> words.length == 2)
                .filter(words -> words[0].equals("default")).findFirst().flatMap(words -> matching(files, words[1]));
    }

    /** By a pattern with stars, the suffix included or not. */
    private static Optional<EntryFile> matching(List<EntryFile> files, String pattern) {
        Pattern wanted = Pattern.compile(NOT_A_STAR.matcher(pattern).results()
                .map(part -> Pattern.quote(part.group())).collect(Collectors.joining(".*",
                        pattern.startsWith("*") ? ".*" : "", pattern.endsWith("*") ? ".*" : "")));
        return files.stream().filter(file -> wanted.matcher(file.id()).matches()
                || wanted.matcher(file.file().name()).matches()).findFirst();
    }

    private List<ConfiguredArgument> configured() {
        return CmdlineKeeper.places(host, new KeptRecord(host).read());
    }

    @Override
    public String place() {
        return CmdlineKeeper.FILE.toString();
    }

    @Override
    public Optional<Keeper> keeper() {
        if (kind == Kind.PROXMOX) {
            return Optional.of(new CmdlineKeeper(host, List.of(), booted.arguments()));
        }
        if (kind == Kind.UNIFIED_IMAGE || !host.commands().has("kernel-install")) {
            return Optional.empty();
        }
        return PLACES.stream().filter(found -> host.files().exists(found.resolve("entries"))).findFirst()
                .map(found -> entryFiles(host, found)).filter(files -> !files.isEmpty())
                .map(files -> new CmdlineKeeper(host, files, defaultArguments()));
    }

    private List<Argument> defaultArguments() {
        return read().byDefault().map(NextBoot::arguments).orElse(booted.arguments());
    }

    @Override
    public Optional<TrialBoot> trial() {
        if (kind != Kind.SYSTEMD_BOOT) {
            return Optional.empty();
        }
        return PLACES.stream().filter(found -> host.files().exists(found.resolve("entries"))).findFirst()
                .flatMap(found -> byDefault(found, entryFiles(host, found)))
                .map(byDefault -> new TrialBoot(host, this, new EntryFileTrial(host, byDefault, ".conf"),
                        new SystemdBootOnce(host, booted)));
    }

    @Override
    public String withoutTrial() {
        return kind == Kind.PROXMOX
                ? "proxmox-boot-tool keeps the boot entries on partitions that are not mounted"
                : withoutKeeper();
    }

    @Override
    public String withoutKeeper() {
        return kind == Kind.UNIFIED_IMAGE
                ? "its arguments are part of the image: put them into %s and build the image anew"
                        .formatted(CmdlineKeeper.FILE)
                : "its entries cannot be found below %s, or kernel-install is not on the PATH: put them into %s and run kernel-install for each kernel"
                        .formatted(HostPath.BOOT, CmdlineKeeper.FILE);
    }
}
