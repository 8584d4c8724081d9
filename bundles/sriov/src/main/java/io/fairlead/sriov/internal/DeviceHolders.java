package io.fairlead.sriov.internal;

import io.fairlead.api.Holder;
import io.fairlead.api.HolderSource;
import io.fairlead.api.PciAddress;
import io.fairlead.api.VirtualFunction;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.Processes;
import io.fairlead.host.Processes.DeviceUser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The guests and processes that have a device of a VF open: VFIO, RDMA verbs, vDPA, UIO. */
final class DeviceHolders implements HolderSource {

    private static final String GROUP = "vfio/";
    private static final String CDEV = "vfio/devices/";
    private static final String VERBS = "infiniband/";
    private static final String VDPA = "vhost-vdpa-";

    private final HostFiles files;
    private final Processes processes;
    private final GuestNames guests;

    DeviceHolders(HostFiles files, Processes processes) {
        this.files = files;
        this.processes = processes;
        this.guests = new GuestNames(files);
    }

    @Override
    public Map<PciAddress, List<Holder>> holders(Collection<VirtualFunction> functions) {
        Map<PciAddress, List<Holder>> holders = new LinkedHashMap<>();
        for (DeviceUser user : functions.isEmpty() ? List.<DeviceUser>of() : processes.deviceUsers()) {
            List<VirtualFunction> used = functions.stream().filter(vf -> uses(user.device(), vf)).toList();
            if (!used.isEmpty()) {
                Holder holder = holder(user);
                used.forEach(vf -> add(holders, vf.pci(), holder));
            }
        }
        return holders;
    }

    /** QEMU may have both the group and its own descriptor of it: one holder all the same. */
    private static void add(Map<PciAddress, List<Holder>> holders, PciAddress function, Holder holder) {
        List<Holder> known = holders.computeIfAbsent(function, _ -> new ArrayList<>());
        if (!known.contains(holder)) {
            known.add(holder);
        }
    }

    private boolean uses(String device, VirtualFunction vf) {
        if (device.startsWith(CDEV)) {
            return deviceOf("class/vfio-dev", device.substring(CDEV.length())).equals(Optional.of(vf.pci()));
        }
        if (device.startsWith(GROUP)) {
            // a group without an IOMMU is called noiommu-N, and is numbered like the others (drivers/vfio/group.c)
            String number = device.substring(GROUP.length()).replace("noiommu-", "");
            return vf.iommuGroup().map(String::valueOf).equals(Optional.of(number));
        }
        if (device.startsWith(VERBS)) {
            return deviceOf("class/infiniband_verbs", device.substring(VERBS.length())).equals(Optional.of(vf.pci()));
        }
        if (device.startsWith(VDPA)) {
            HostPath pci = Sysfs.device(vf.pci());
            return files.list(pci).stream().filter(entry -> entry.startsWith("vdpa"))
                    .anyMatch(entry -> files.exists(pci.resolve(entry).resolve(device)));
        }
        return deviceOf("class/uio", device).equals(Optional.of(vf.pci()));
    }

    private Optional<PciAddress> deviceOf(String deviceClass, String node) {
        return files.linkName(HostPath.SYS.resolve(deviceClass).resolve(node).resolve("device"))
                .flatMap(PciAddress::parse);
    }

    private Holder holder(DeviceUser user) {
        return guests.nameOf(user).<Holder>map(name -> new Holder.Guest(name, user.pid()))
                .orElseGet(() -> new Holder.HostProcess(program(user), user.pid(), "/dev/" + user.device()));
    }

    private static String program(DeviceUser user) {
        return user.commandLine().isEmpty()
                ? "without a command line"
                : user.commandLine().getFirst().substring(user.commandLine().getFirst().lastIndexOf('/') + 1);
    }
}
