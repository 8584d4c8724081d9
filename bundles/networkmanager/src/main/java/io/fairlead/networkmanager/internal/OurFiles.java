package io.fairlead.networkmanager.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.networkmanager.KeptOff;
import io.fairlead.api.networkmanager.NetworkManager.Way;
import io.fairlead.api.resource.Persistence;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where our files lie, and what is in them. */
final class OurFiles {

    /** What needs no quoting in a rule, a list of devices, or a file's name. */
    private static final Pattern ORDINARY = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}");
    private static final Pattern NAMES = Pattern.compile("90-fairlead-vfs-of-(.+)\\.(rules|conf)");

    private OurFiles() {
    }

    /** How a PF is called in our files: by its interface, or by its PCI address where that has odd characters. */
    static String nameOf(PhysicalFunction pf) {
        return pf.name().filter(name -> ORDINARY.matcher(name).matches()).orElseGet(() -> pf.pci().toString());
    }

    static HostPath place(String pf, Way way, Persistence persistence) {
        HostPath top = persistence == Persistence.TRY ? HostPath.RUN : HostPath.ETC;
        return switch (way) {
            // After 85-nm-unmanaged.rules, which NetworkManager brings.
            case UDEV_RULE -> top.resolve("udev/rules.d").resolve("90-fairlead-vfs-of-%s.rules".formatted(pf));
            case KEYFILE -> top.resolve("NetworkManager/conf.d").resolve("90-fairlead-vfs-of-%s.conf".formatted(pf));
        };
    }

    /** All places for a PF. */
    static List<HostPath> places(String pf) {
        return Stream.of(Persistence.values())
                .flatMap(persistence -> Stream.of(Way.values()).map(way -> place(pf, way, persistence))).toList();
    }

    /** The directories that they lie in. */
    static List<HostPath> directories() {
        return places("").stream().map(HostPath::parent).toList();
    }

    static byte[] content(PhysicalFunction pf, Way way) {
        String text = "# Written by Fairlead (nm:unmanage): NetworkManager leaves the VFs of %s alone.\n"
                .formatted(nameOf(pf)) + switch (way) {
                    case UDEV_RULE -> rule(pf);
                    case KEYFILE -> line(pf);
                };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A VF is told by its physfn, whatever its own name; the PF by its interface. One without a usable name is told by its
     * PCI address: has it, in one of its virtfnN, an interface of this name? A component that is nothing but {@code *}
     * stands for any directory that fits (attr_subst_subdir, udev-rules.c of systemd 252 and 257). Neither reads an
     * attribute of the PF: that may wait for its device lock while a removal is stuck.
     */
    private static String rule(PhysicalFunction pf) {
        String test = pf.name().filter(nameOf(pf)::equals).map("TEST==\"device/physfn/net/%s\""::formatted)
                .orElseGet(() -> "TEST==\"%s/*/net/%%k\""
                        .formatted(HostPath.SYS.resolve("bus/pci/devices/" + pf.pci())));
        return "SUBSYSTEM==\"net\", ACTION==\"add|change|move\", %s, ENV{NM_UNMANAGED}=\"1\"\n".formatted(test);
    }

    /** NetworkManager's list cannot say "a VF of this PF": the names that the kernel gives them, and those that they have. */
    private static String line(PhysicalFunction pf) {
        String name = pf.name().filter(nameOf(pf)::equals).orElseThrow(() -> new FairleadException(Kind.NOT_CAPABLE,
                "NetworkManager's list goes by names, and %s has none that can be written there: leave --keyfile out"
                        .formatted(pf.label())));
        // ens2f0np0 has VFs ens2f0v0, ens2f0v1 …: the port's name is no part of theirs (Documentation/networking, devlink)
        List<String> items = new ArrayList<>(
                List.of("interface-name:%sv*".formatted(name.replaceFirst("np[0-9]+$", ""))));
        pf.functions().stream().flatMap(vf -> vf.name().stream()).filter(vf -> ORDINARY.matcher(vf).matches())
                .forEach(vf -> items.add("interface-name:=" + vf));
        return "[keyfile]\nunmanaged-devices+=%s\n".formatted(String.join(";", items));
    }

    /** Those that are there. */
    static List<KeptOff> find(HostFiles files) {
        List<KeptOff> found = new ArrayList<>();
        for (Persistence persistence : Persistence.values()) {
            for (Way way : Way.values()) {
                HostPath directory = place("", way, persistence).parent();
                files.list(directory).stream().sorted().forEach(name -> pfOf(name).ifPresent(
                        pf -> found.add(new KeptOff(pf, way, persistence, directory.resolve(name).toString()))));
            }
        }
        return found;
    }

    private static Optional<String> pfOf(String fileName) {
        Matcher matcher = NAMES.matcher(fileName);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
