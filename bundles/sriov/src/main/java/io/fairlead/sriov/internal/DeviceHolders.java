package io.fairlead.sriov.internal;

import io.fairlead.api.Holder;
import io.fairlead.api.HolderSource;
import io.fairlead.api.PciAddress;
import io.fairlead.api.VirtualFunction;
import io.fairlead.host.HostFiles;
import io.fairlead.host.Processes;
import io.fairlead.host.Processes.DeviceUser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The guests and processes that have a device of a VF open: VFIO, RDMA verbs, vDPA, UIO. */
final class DeviceHolders implements HolderSource {

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
        List<DeviceUser> users = functions.isEmpty() ? List.of() : processes.deviceUsers();
        if (users.isEmpty()) {
            return holders;
        }
        DeviceNodes nodes = new DeviceNodes(files, functions);
        for (DeviceUser user : users) {
            List<PciAddress> used = nodes.functionsOf(user.device());
            if (!used.isEmpty()) {
                Holder holder = holder(user);
                used.forEach(pci -> add(holders, pci, holder));
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
