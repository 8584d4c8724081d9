package io.fairlead.host.simulated.internal;

import io.fairlead.host.HostPath;
import java.util.HashMap;
import java.util.Map;

/** The files by which a server with Intel's IOMMU is known. It booted from the network, so it has no boot loader's. */
final class IntelServer {

    private static final String RELEASE = "6.12.48+deb13-amd64";

    private IntelServer() {
    }

    /** Booted with the IOMMU, or without the argument that it needs. */
    static Map<HostPath, StoredFile> files(boolean iommu) {
        HostPath modules = HostPath.USR.resolve("lib/modules/" + RELEASE);
        Map<HostPath, StoredFile> files = new HashMap<>();
        files.put(HostPath.PROC.resolve("cmdline"),
                StoredFile.of(iommu ? "ro quiet intel_iommu=on iommu=pt" : "ro quiet"));
        files.put(HostPath.PROC.resolve("cpuinfo"),
                StoredFile.of("processor\t: 0\nvendor_id\t: GenuineIntel\nflags\t\t: fpu vmx x2apic\n"));
        files.put(HostPath.PROC.resolve("sys/kernel/osrelease"), StoredFile.of(RELEASE + "\n"));
        files.put(HostPath.PROC.resolve("interrupts"),
                StoredFile.of("           CPU0\n 24:          0  %s  0-edge  aerdrv\n"
                        .formatted("IR-PCI-MSI-0000:00:01.0")));
        files.put(HostPath.SYS.resolve("firmware/acpi/tables"), StoredFile.of(""));
        files.put(HostPath.SYS.resolve("firmware/acpi/tables/DMAR"), StoredFile.of("DMAR"));
        files.put(HostPath.SYS.resolve("kernel/security/lockdown"),
                StoredFile.of("[none] integrity confidentiality\n"));
        files.put(modules.resolve("modules.dep"), StoredFile.of("kernel/drivers/vfio/pci/vfio-pci.ko.xz:\n"));
        return files;
    }
}
