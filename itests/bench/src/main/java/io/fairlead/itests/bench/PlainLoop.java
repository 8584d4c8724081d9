package io.fairlead.itests.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What one would write who wants no more than the same files read: the peer that the inventory is measured beside. */
final class PlainLoop {

    private PlainLoop() {
    }

    record Pf(String address, String name, List<String> attributes, String driver, List<Vf> vfs) {
    }

    record Vf(String address, String name, String driver, String group) {
    }

    static List<Pf> read(Path devices) throws IOException {
        List<Pf> pfs = new ArrayList<>();
        for (String address : devices.toFile().list()) {
            Path device = devices.resolve(address);
            if (!Files.exists(device.resolve("sriov_numvfs"))) {
                continue;
            }
            List<String> attributes = new ArrayList<>();
            for (String name : new String[]{"vendor", "device", "subsystem_vendor", "subsystem_device",
                    "sriov_totalvfs", "sriov_drivers_autoprobe"}) {
                attributes.add(Files.readString(device.resolve(name)).strip());
            }
            List<Vf> vfs = new ArrayList<>();
            for (String entry : device.toFile().list()) {
                if (entry.startsWith("virtfn")) {
                    String vf = link(device.resolve(entry));
                    Path function = devices.resolve(vf);
                    vfs.add(new Vf(vf, net(function), link(function.resolve("driver")),
                            link(function.resolve("iommu_group"))));
                }
            }
            pfs.add(new Pf(address, net(device), attributes, link(device.resolve("driver")), vfs));
        }
        return pfs;
    }

    private static String net(Path device) {
        String[] names = new File(device.toFile(), "net").list();
        return names == null || names.length == 0 ? null : names[0];
    }

    private static String link(Path link) throws IOException {
        try {
            return Files.readSymbolicLink(link).getFileName().toString();
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
