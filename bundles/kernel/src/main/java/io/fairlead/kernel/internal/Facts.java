package io.fairlead.kernel.internal;

import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** What the kernel and the firmware tell of the IOMMU and of what goes with it. */
final class Facts {

    static final HostPath GROUPS = HostPath.SYS.resolve("kernel/iommu_groups");
    private static final HostPath UNITS = HostPath.SYS.resolve("class/iommu");
    private static final HostPath TABLES = HostPath.SYS.resolve("firmware/acpi/tables");
    private static final HostPath MODULES = HostPath.SYS.resolve("module");

    private final HostFiles files;

    Facts(HostFiles files) {
        this.files = files;
    }

    /** Whose IOMMU a processor goes with. */
    enum Processor {
        /** Intel, and Zhaoxin, whose IOMMU is Intel's. */
        INTEL("intel_iommu=on", "Intel VT-d", "DMAR"),
        /** AMD and Hygon. */
        AMD("", "AMD-Vi", "IVRS"),
        /** 64-bit Arm. */
        ARM64("", "an SMMU", "IORT"),
        /** Those that have one at all times: POWER and IBM Z. */
        ALWAYS("", "the machine's own", ""),
        /** What is not known here. */
        OTHER("", "an IOMMU", "");

        /** The argument without which it may be off; empty where it is on by itself. */
        final String argument;
        /** What the firmware's set-up calls it. */
        final String label;
        /** The ACPI table by which firmware offers it. */
        final String table;

        Processor(String argument, String label, String table) {
            this.argument = argument;
            this.label = label;
            this.table = table;
        }
    }

    /**
     * By the firmware's table, and where there is none by the processor: an emulator may well put Intel's IOMMU beside a
     * processor of AMD, and then Intel's arguments count.
     */
    Processor processor() {
        Processor vendor = vendor();
        if (vendor == Processor.INTEL || vendor == Processor.AMD) {
            return Stream.of(Processor.INTEL, Processor.AMD).filter(with -> hasTable(with.table)).findFirst()
                    .orElse(vendor);
        }
        return vendor;
    }

    /** By what {@code /proc/cpuinfo} calls it, which differs with the architecture (arch/…/kernel/cpu/proc.c). */
    private Processor vendor() {
        String text = files.read(HostPath.PROC.resolve("cpuinfo")).orElse("");
        return text.lines().flatMap(line -> switch (line.split("\\s*:\\s*", 2)[0].strip()) {
            case "vendor_id" -> Stream.of(vendor(line));
            case "CPU implementer" -> Stream.of(Processor.ARM64);
            case "cpu" -> Stream.of(Processor.ALWAYS);
            default -> Stream.<Processor>empty();
        }).findFirst().orElse(Processor.OTHER);
    }

    private static Processor vendor(String line) {
        if (line.contains("GenuineIntel") || line.contains("CentaurHauls") || line.contains("Shanghai")) {
            return Processor.INTEL;
        }
        if (line.contains("AuthenticAMD") || line.contains("HygonGenuine")) {
            return Processor.AMD;
        }
        return line.contains("IBM/S390") ? Processor.ALWAYS : Processor.OTHER;
    }

    /** Whether this is a virtual machine: the flag that hypervisors set (CPUID 1, ECX 31). */
    boolean inVirtualMachine() {
        return files.read(HostPath.PROC.resolve("cpuinfo")).stream().flatMap(String::lines)
                .anyMatch(line -> line.startsWith("flags") && List.of(line.split("\\s+")).contains("hypervisor"));
    }

    /** Whether ACPI tables can be seen at all; not in most containers, nor with a device tree. */
    boolean hasTables() {
        return files.exists(TABLES);
    }

    boolean hasTable(String name) {
        return files.exists(TABLES.resolve(name));
    }

    /** The numbers of the groups; none where no IOMMU is in force. */
    List<String> groups() {
        return files.list(GROUPS);
    }

    /** How the kernel calls the IOMMUs in force: {@code dmar0}, {@code ivhd0}, {@code smmu3.0x…}. */
    List<String> units() {
        return files.list(UNITS).stream().sorted().toList();
    }

    /**
     * How a group's devices reach memory when the host uses them: {@code DMA}, {@code DMA-FQ} or {@code identity}. The
     * file takes the group's lock for a moment, not that of a device (iommu_group_show_type, drivers/iommu/iommu.c).
     */
    Optional<String> groupType(String group) {
        return files.read(GROUPS.resolve(group).resolve("type"));
    }

    /** What the running kernel was built with: {@code y}, {@code m} or {@code n}; empty where it cannot be read. */
    Optional<String> built(String option) {
        return configuration().map(text -> text.lines().filter(line -> line.startsWith(option + "=")).findFirst()
                .map(line -> line.substring(option.length() + 1)).orElse("n"));
    }

    private Optional<String> configuration() {
        Optional<String> release = release();
        return release.flatMap(name -> files.read(HostPath.BOOT.resolve("config-" + name)))
                .or(() -> release.flatMap(name -> files.read(HostPath.USR.resolve("lib/modules/" + name + "/config"))))
                .or(() -> files.content(HostPath.PROC.resolve("config.gz")).map(Facts::unzip));
    }

    private static String unzip(byte[] content) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<String> release() {
        return files.read(HostPath.PROC.resolve("sys/kernel/osrelease"));
    }

    /** Whether interrupts are remapped: then their chips are named so (arch/x86/kernel/apic/msi.c, IR-PCI-MSI). */
    boolean remapsInterrupts() {
        return files.read(HostPath.PROC.resolve("interrupts")).filter(text -> text.contains(" IR-")).isPresent();
    }

    /** A parameter of a module that is loaded or built in. */
    Optional<String> parameter(String module, String name) {
        return files.read(MODULES.resolve("%s/parameters/%s".formatted(module, name)));
    }

    boolean isLoaded(String module) {
        return files.exists(MODULES.resolve(module));
    }

    /** Whether the kernel can load the module or has it built in; empty where its modules' lists are not there. */
    Optional<Boolean> isAvailable(String module) {
        String file = "/" + module + ".ko";
        return release().map(name -> HostPath.USR.resolve("lib/modules/" + name))
                .flatMap(directory -> files.read(directory.resolve("modules.dep"))
                        .map(text -> text + "\n" + files.read(directory.resolve("modules.builtin")).orElse("")))
                .map(text -> text.lines().anyMatch(line -> line.split(":", 2)[0].contains(file)));
    }

    /** The kernel's lockdown: {@code none}, {@code integrity} or {@code confidentiality}. */
    Optional<String> lockdown() {
        return files.read(HostPath.SYS.resolve("kernel/security/lockdown"))
                .filter(text -> text.indexOf('[') >= 0 && text.indexOf(']') > text.indexOf('['))
                .map(text -> text.substring(text.indexOf('[') + 1, text.indexOf(']')));
    }

    /** The manager of containers that runs this system, if it is one. */
    Optional<String> container() {
        return files.read(HostPath.RUN.resolve("systemd/container")).filter(name -> !name.isEmpty());
    }

    boolean isXen() {
        return files.read(HostPath.SYS.resolve("hypervisor/type")).filter("xen"::equals).isPresent();
    }
}
