package io.fairlead.kernel.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an argument that is given more than once means. That is for each of them to say; most take the last, some are
 * lists of options that add up, some add up themselves (Documentation/admin-guide/kernel-parameters.txt).
 */
final class ArgumentRules {

    /**
     * Lists whose options add up over all occurrences, and which of their options undo each other: intel_iommu_setup
     * (drivers/iommu/intel/iommu.c), iommu_setup (arch/x86/kernel/pci-dma.c), parse_amd_iommu_options
     * (drivers/iommu/amd/init.c), pci_setup (drivers/pci/pci.c).
     */
    private static final Map<String, List<Set<String>>> OPTION_LISTS = Map.of("intel_iommu",
            List.of(Set.of("on", "off"), Set.of("sm_on", "sm_off")), "iommu",
            List.of(Set.of("pt", "nopt"), Set.of("off", "force", "noforce"), Set.of("merge", "nomerge")), "amd_iommu",
            List.of(Set.of("pgtbl_v1", "pgtbl_v2")), "pci", List.of(Set.of("realloc", "realloc=on", "realloc=off")));

    private static final Set<String> ADD_UP = Set.of("console", "earlycon", "hugepages", "hugepagesz", "memmap",
            "modprobe.blacklist", "dyndbg", "blkdevparts", "netconsole", "systemd.mask", "systemd.wants", "rd.lvm.lv",
            "rd.luks.uuid", "rd.md.uuid", "rd.driver.pre", "rd.driver.blacklist");

    private ArgumentRules() {
    }

    /** Whether a line has what is wanted in effect. */
    static boolean inEffect(Argument wanted, List<Argument> line) {
        Optional<List<Set<String>>> exclusive = optionList(wanted);
        if (exclusive.isPresent()) {
            return wanted.value().isPresent()
                    && wanted.options()
                            .allMatch(option -> optionInEffect(wanted.name(), option, exclusive.get(), line));
        }
        if (addsUp(wanted)) {
            return line.stream().anyMatch(wanted::same);
        }
        return last(wanted.name(), line).filter(wanted::same).isPresent();
    }

    /** Whether the option of a list is the last of those that undo each other. */
    static boolean optionInEffect(String name, String option, List<Argument> line) {
        return optionInEffect(name, option, optionList(Argument.of(name)).orElse(List.of()), line);
    }

    private static boolean optionInEffect(String name, String option, List<Set<String>> exclusive,
            List<Argument> line) {
        Set<String> rivals = exclusive.stream().filter(set -> set.contains(option)).findFirst()
                .orElse(Set.of(option));
        return line.stream().filter(argument -> argument.named(name)).flatMap(Argument::options)
                .filter(rivals::contains).reduce((_, later) -> later).filter(option::equals).isPresent();
    }

    /** Whether the two cannot both be in effect. */
    static boolean contradict(Argument one, Argument other) {
        if (!one.named(other.name()) || one.same(other) || addsUp(one)) {
            return false;
        }
        return optionList(one).map(exclusive -> exclusive.stream()
                .anyMatch(rivals -> one.options().anyMatch(rivals::contains)
                        && other.options().filter(rivals::contains)
                                .anyMatch(rival -> one.options().noneMatch(rival::equals))))
                .orElse(true);
    }

    /** The last argument of a name. */
    static Optional<Argument> last(String name, List<Argument> line) {
        return line.stream().filter(argument -> argument.named(name)).reduce((_, later) -> later);
    }

    private static Optional<List<Set<String>>> optionList(Argument argument) {
        return OPTION_LISTS.entrySet().stream().filter(list -> argument.named(list.getKey())).map(Map.Entry::getValue)
                .findFirst();
    }

    private static boolean addsUp(Argument argument) {
        return ADD_UP.stream().anyMatch(argument::named);
    }
}
