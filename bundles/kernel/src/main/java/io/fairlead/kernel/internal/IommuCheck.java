package io.fairlead.kernel.internal;

import io.fairlead.api.Printable;
import io.fairlead.api.kernel.BootEntry;
import io.fairlead.api.kernel.BootLoader;
import io.fairlead.api.kernel.ConfiguredArgument;
import io.fairlead.api.kernel.Readiness.Line;
import io.fairlead.api.kernel.Readiness.Verdict;
import io.fairlead.kernel.internal.Facts.Processor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the IOMMU is in force, and if not, whose fault it is: the firmware's, the arguments', or a missing reboot's. */
final class IommuCheck {

    private static final String IN_FORCE = "IOMMU";
    private static final String NEXT_BOOT = "next boot";
    private static final String ADD = "kernel:arg add intel_iommu=on iommu=pt --keep";
    /** A kernel can be built to have it on by itself; the second is Debian's own, for all but graphics. */
    private static final List<String> ON_BY_DEFAULT = List.of("CONFIG_INTEL_IOMMU_DEFAULT_ON",
            "CONFIG_INTEL_IOMMU_DEFAULT_ON_INTGPU_OFF");

    private final Facts facts;
    private final Processor processor;
    private final Booted booted;
    private final NextBoot next;
    private final Loader loader;

    IommuCheck(Facts facts, Booted booted, NextBoot next, Loader loader) {
        this.facts = facts;
        this.processor = facts.processor();
        this.booted = booted;
        this.next = next;
        this.loader = loader;
    }

    /** The groups are the proof; all else tells why there are none. */
    Line inForce() {
        int groups = facts.groups().size();
        if (groups > 0) {
            return line(IN_FORCE, Verdict.MET,
                    "in force, %s%s%s".formatted(groups == 1 ? "1 group" : groups + " groups",
                            facts.units().isEmpty() ? "" : ", by " + String.join(" ", facts.units()), byItself()));
        }
        if (facts.isXen()) {
            return line(IN_FORCE, Verdict.CANNOT_TELL,
                    "Xen has it, and Linux cannot see it: look at xl dmesg for I/O virtualisation");
        }
        return switch (processor) {
            case INTEL, AMD -> missingOnX86();
            case ARM64 -> line(IN_FORCE, facts.hasTables() ? Verdict.NOT_MET : Verdict.CANNOT_TELL,
                    facts.hasTable(processor.table)
                            ? "there are no groups although firmware describes an SMMU: look at dmesg for arm-smmu"
                            : "there are no groups: firmware describes no SMMU in an ACPI table IORT; with a device tree look at dmesg for smmu");
            case ALWAYS, OTHER -> line(IN_FORCE, Verdict.CANNOT_TELL,
                    "there are no groups, and how this machine has its IOMMU set up is not known here: look at dmesg for iommu");
        };
    }

    private String byItself() {
        boolean asked = processor.argument.isEmpty()
                || ArgumentRules.inEffect(Argument.of(processor.argument), booted.arguments());
        return asked || !isOnByDefault() ? "" : "; this kernel has it on by itself, without " + processor.argument;
    }

    private Line missingOnX86() {
        if (!facts.hasTables()) {
            return line(IN_FORCE, Verdict.CANNOT_TELL,
                    "there are no groups, and the firmware's tables cannot be seen here: look at dmesg for DMAR or AMD-Vi");
        }
        if (!facts.hasTable(processor.table)) {
            return line(IN_FORCE, Verdict.NOT_MET, facts.inVirtualMachine()
                    ? "this is a virtual machine, and its hypervisor gives it no IOMMU (no ACPI table %s): add one to it (QEMU: -device intel-iommu,intremap=on)%s"
                            .formatted(processor.table, argumentToo())
                    : "off in the BIOS: its firmware offers no %1$s (there is no ACPI table %2$s): switch %1$s on in the firmware's set-up%3$s"
                            .formatted(processor.label, processor.table, argumentToo()));
        }
        Optional<String> off = switchedOff(booted.arguments());
        return off.map(this::offByArgument).orElseGet(this::offWithoutArgument);
    }

    private String argumentToo() {
        boolean lacks = processor == Processor.INTEL && !isOnByDefault() && !isAskedFor(booted.arguments())
                && next.next().filter(entry -> isAskedFor(NextBoot.arguments(entry))).isEmpty();
        return lacks ? ", and then give the kernel %s too (%s)".formatted(processor.argument, how()) : "";
    }

    private Line offByArgument(String argument) {
        boolean changed = next.next().filter(entry -> enables(NextBoot.arguments(entry))).isPresent();
        if (changed) {
            return needsReboot();
        }
        String where = next.configured().stream()
                .filter(place -> Argument.of(place.argument()).same(Argument.of(argument))).findFirst()
                .map(ConfiguredArgument::place).map(place -> " (%s)".formatted(place)).orElse("");
        boolean addable = processor == Processor.INTEL && loader.keeper().isPresent();
        return line(IN_FORCE, Verdict.NOT_MET, "the argument %s turns it off: take it out%s%s, then reboot"
                .formatted(Printable.of(argument), where, addable ? ", or " + ADD : ""));
    }

    private Line offWithoutArgument() {
        if (isAskedFor(booted.arguments()) || processor == Processor.AMD || isOnByDefault()) {
            return line(IN_FORCE, Verdict.NOT_MET,
                    "firmware offers %s and no argument turns it off, yet there are no groups: look at dmesg for DMAR, AMD-Vi and iommu"
                            .formatted(processor.label));
        }
        if (facts.built("CONFIG_INTEL_IOMMU").filter("n"::equals).isPresent()) {
            return line(IN_FORCE, Verdict.NOT_MET,
                    "this kernel was built without a driver for %s: install another".formatted(processor.label));
        }
        if (next.next().filter(entry -> isAskedFor(NextBoot.arguments(entry))).isPresent()) {
            return needsReboot();
        }
        return line(IN_FORCE, Verdict.NOT_MET,
                "off: the kernel was not given %s: %s, then reboot".formatted(processor.argument, how()));
    }

    private Line needsReboot() {
        return line(IN_FORCE, Verdict.NOT_MET,
                "off in the running kernel, and configured for the next boot (%s): reboot"
                        .formatted(next.next().map(BootEntry::place).orElse("")));
    }

    private String how() {
        return loader.keeper().isPresent()
                ? "%s, or by hand %s".formatted(ADD, loader.place())
                : "by hand: " + loader.place();
    }

    /** Whether it will be in force after the next boot as well, as far as it is a matter of arguments. */
    Line nextBoot() {
        BootLoader from = next.loader();
        Optional<BootEntry> entry = next.next();
        if (entry.isEmpty()) {
            return new Line(NEXT_BOOT, Verdict.CANNOT_TELL, false, from.kind() == BootLoader.Kind.NONE
                    ? "no boot loader is configured here: network boot, an emulator's own, or a container"
                    : "the entries of %s cannot be read here".formatted(from.kind().label()));
        }
        List<Argument> arguments = NextBoot.arguments(entry.get());
        String which = "%s (%s)".formatted(Printable.quoted(entry.get().title()), entry.get().place());
        boolean enabled = enables(arguments);
        if (!from.bootedThis()) {
            return new Line(NEXT_BOOT, Verdict.CANNOT_TELL, false,
                    "the running kernel did not come by %s, so whether the next will cannot be told; its entry %s %s"
                            .formatted(from.kind().label(), which,
                                    enabled ? "has what is needed" : "would leave the IOMMU off"));
        }
        return enabled
                ? new Line(NEXT_BOOT, Verdict.MET, true, "of %s, with what is needed".formatted(which))
                : new Line(NEXT_BOOT, Verdict.NOT_MET, true, "of %s, which would leave the IOMMU off: %s"
                        .formatted(which, switchedOff(arguments).filter(_ -> processor == Processor.AMD)
                                .map(off -> "take out " + Printable.of(off)).orElseGet(this::how)));
    }

    private boolean enables(List<Argument> arguments) {
        return switchedOff(arguments).isEmpty()
                && (processor != Processor.INTEL || isAskedFor(arguments) || isOnByDefault());
    }

    private static boolean isAskedFor(List<Argument> arguments) {
        return ArgumentRules.optionInEffect("intel_iommu", "on", arguments);
    }

    /** The argument that turns it off. AMD's can be turned off and not on again (parse_amd_iommu_options). */
    private Optional<String> switchedOff(List<Argument> arguments) {
        String own = processor == Processor.AMD ? "amd_iommu" : "intel_iommu";
        return Stream.of(own, "iommu").filter(name -> ArgumentRules.optionInEffect(name, "off", arguments))
                .flatMap(name -> arguments.stream().filter(argument -> argument.named(name))
                        .filter(argument -> argument.options().anyMatch("off"::equals)))
                .map(Argument::text).findFirst();
    }

    private boolean isOnByDefault() {
        return ON_BY_DEFAULT.stream().anyMatch(option -> facts.built(option).filter("y"::equals).isPresent());
    }

    private static Line line(String subject, Verdict verdict, String text) {
        return new Line(subject, verdict, true, text);
    }
}
