package io.fairlead.itests.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory that looks to a reader like the sysfs of a host with PFs of 128 VFs each, none of them probed. */
final class SysfsTree implements AutoCloseable {

    private static final int VFS_OF_A_PF = 128;

    private final Path root;

    SysfsTree(int vfs) {
        Path memory = Path.of("/dev/shm");
        try {
            root = Files.isDirectory(memory)
                    ? Files.createTempDirectory(memory, "fairlead")
                    : Files.createTempDirectory("fairlead");
            Path devices = Files.createDirectories(root.resolve("sys/bus/pci/devices"));
            for (int pf = 0; pf < vfs / VFS_OF_A_PF; pf++) {
                physicalFunction(devices, pf);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path root() {
        return root;
    }

    Path devices() {
        return root.resolve("sys/bus/pci/devices");
    }

    private static void physicalFunction(Path devices, int pf) throws IOException {
        int bus = 0x10 + 2 * pf;
        Path device = Files.createDirectories(devices.resolve("0000:%02x:00.0".formatted(bus)));
        Files.createDirectories(device.resolve("net/ens%df0".formatted(pf)));
        Files.createSymbolicLink(device.resolve("driver"), Path.of("../../../bus/pci/drivers/ice"));
        for (String[] attribute : new String[][]{{"vendor", "0x8086"}, {"device", "0x1592"},
                {"subsystem_vendor", "0x8086"}, {"subsystem_device", "0x0002"}, {"sriov_totalvfs", "128"},
                {"sriov_numvfs", "128"}, {"sriov_drivers_autoprobe", "0"}}) {
            Files.writeString(device.resolve(attribute[0]), attribute[1] + "\n");
        }
        for (int vf = 0; vf < VFS_OF_A_PF; vf++) {
            String address = "0000:%02x:%02x.%d".formatted(bus + 1, vf / 8, vf % 8);
            Path function = Files.createDirectories(devices.resolve(address));
            Files.createSymbolicLink(device.resolve("virtfn" + vf), Path.of("../" + address));
            Files.createSymbolicLink(function.resolve("physfn"), Path.of("../" + device.getFileName()));
            Files.createSymbolicLink(function.resolve("iommu_group"),
                    Path.of("../../../kernel/iommu_groups/" + (pf * VFS_OF_A_PF + vf)));
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
