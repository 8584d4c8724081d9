package io.fairlead.kernel.internal;

import io.fairlead.api.Inventory;
import io.fairlead.api.kernel.Readiness;
import io.fairlead.api.kernel.Readiness.Line;
import io.fairlead.api.kernel.Readiness.Verdict;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether the host is ready for VFs and for giving them to guests, line by line. */
final class ReadinessCheck {

    /** What guides tell people to write to, and nobody reads. */
    static final HostPath MISPLACED = HostPath.ETC.resolve("defaults/grub");

    private static final String VFIO_PCI = "vfio_pci";
    private static final String UNSAFE = "vfio_iommu_type1.allow_unsafe_interrupts=1";

    private final HostFiles files;
    private final Facts facts;
    private final Booted booted;
    private final Loader loader;
    private final Optional<Inventory> inventory;

    ReadinessCheck(HostFiles files, Booted booted, Loader loader, Optional<Inventory> inventory) {
        this.files = files;
        this.facts = new Facts(files);
        this.booted = booted;
        this.loader = loader;
        this.inventory = inventory;
    }

    Readiness run() {
        NextBoot next = loader.read();
        IommuCheck iommu = new IommuCheck(facts, booted, next, loader);
        List<Line> lines = new ArrayList<>();
        facts.container().ifPresent(name -> lines.add(new Line("host", Verdict.CANNOT_TELL, false,
                "this is a container (%s): its kernel, and what boots it, are its host's".formatted(name))));
        lines.add(iommu.inForce());
        lines.add(iommu.nextBoot());
        remapping().ifPresent(lines::add);
        mode(next).ifPresent(lines::add);
        lines.add(vfio());
        lines.add(lockdown());
        lines.addAll(new FunctionCheck(files, inventory).lines());
        misplaced().ifPresent(lines::add);
        return new Readiness(lines);
    }

    /** VFIO refuses a device whose interrupts a guest could forge (vfio_iommu_type1_attach_group). */
    private Optional<Line> remapping() {
        if (!Set.of(Facts.Processor.INTEL, Facts.Processor.AMD).contains(facts.processor())) {
            return Optional.empty();
        }
        if (facts.remapsInterrupts()) {
            return Optional.of(line("interrupts", Verdict.MET, true, "remapped by the IOMMU"));
        }
        if (facts.parameter("vfio_iommu_type1", "allow_unsafe_interrupts").filter("Y"::equals).isPresent()) {
            return Optional.of(line("interrupts", Verdict.MET, true,
                    "not remapped, and VFIO was told to accept it: a guest with a VF can forge interrupts"));
        }
        Optional<Argument> off = Stream.of("intremap=off", "nointremap").map(Argument::of)
                .filter(argument -> ArgumentRules.inEffect(argument, booted.arguments())).findFirst();
        return Optional.of(line("interrupts", Verdict.NOT_MET, true,
                off.map(argument -> "the argument %s keeps them from being remapped, and so VFIO from every guest: take it out (kernel:args tells where it is)"
                        .formatted(argument.text()))
                        .orElse("not remapped, and VFIO refuses guests without it: switch on interrupt remapping (x2APIC) in the firmware's set-up; where the board has none, kernel:arg add %s --keep accepts that a guest can forge interrupts"
                                .formatted(UNSAFE))));
    }

    private Optional<Line> mode(NextBoot next) {
        Optional<String> type = facts.groups().stream().sorted().flatMap(group -> facts.groupType(group).stream())
                .findFirst();
        return type.map(found -> {
            if (found.equals("identity")) {
                return line("host's DMA", Verdict.MET, false, "not translated (pass-through mode), as is fastest");
            }
            Argument pt = Argument.of("iommu=pt");
            boolean configured = next.next().map(NextBoot::arguments)
                    .filter(line -> ArgumentRules.inEffect(pt, line)).isPresent();
            return line("host's DMA", Verdict.NOT_MET, false,
                    "translated by the IOMMU, which slows the host's own devices down: "
                            + (configured
                                    ? "iommu=pt is configured, reboot"
                                    : "kernel:arg add iommu=pt --keep, then reboot"));
        });
    }

    private Line vfio() {
        Optional<Argument> blocked = booted.arguments().stream()
                .filter(argument -> argument.named("module_blacklist"))
                .filter(argument -> argument.options().map(name -> name.replace('-', '_')).anyMatch(VFIO_PCI::equals))
                .findFirst();
        if (blocked.isPresent()) {
            return line("vfio-pci", Verdict.NOT_MET, true,
                    "the argument %s keeps the kernel from loading it: take it out (kernel:args tells where it is)"
                            .formatted(blocked.get().text()));
        }
        if (facts.isLoaded(VFIO_PCI)) {
            return line("vfio-pci", Verdict.MET, true, "loaded or built in");
        }
        return facts.isAvailable("vfio-pci").map(there -> there
                ? line("vfio-pci", Verdict.MET, true, "can be loaded, libvirt does that when a guest needs it")
                : line("vfio-pci", Verdict.NOT_MET, true,
                        "this kernel has no such module: install the package with all modules (Debian: linux-image-amd64, not its cloud variant)"))
                .orElseGet(() -> line("vfio-pci", Verdict.CANNOT_TELL, true,
                        "it is not loaded, and the list of the kernel's modules is not there: try modprobe vfio-pci"));
    }

    /** lockdown_reasons in security/security.c: PCI access from user space is locked down, sriov_numvfs and VFIO are not. */
    private Line lockdown() {
        return facts.lockdown().map(mode -> mode.equals("none")
                ? line("lockdown", Verdict.MET, false, "none")
                : line("lockdown", Verdict.MET, false,
                        mode + ": VFs and vfio-pci work; what reaches devices past VFIO (igb_uio, setpci) does not"))
                .orElseGet(() -> line("lockdown", Verdict.CANNOT_TELL, false,
                        "the kernel does not tell: securityfs is not mounted, or it was built without"));
    }

    private Optional<Line> misplaced() {
        return Optional.of(line("configuration", Verdict.NOT_MET, false,
                "%s is there, and nobody reads it: GRUB's file is %s; give its arguments to kernel:arg add and delete it"
                        .formatted(MISPLACED, GrubDefaults.MAIN)))
                .filter(_ -> files.exists(MISPLACED));
    }

    private static Line line(String subject, Verdict verdict, boolean needed, String text) {
        return new Line(subject, verdict, needed, text);
    }
}
