package io.fairlead.networkmanager.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VirtualFunction;
import io.fairlead.dbus.BusException;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.OwnFiles;
import io.fairlead.host.OwnFiles.Change;
import io.fairlead.host.OwnFiles.Foreign;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Puts our files for a PF back as they once were, and has udev and NetworkManager do as they say then. */
final class VfRestorer {

    private static final int MODE = 0644;

    private final HostFiles files;
    private final OwnFiles own;
    private final NmBus bus;
    private final Udev udev;

    VfRestorer(HostFiles files, OwnFiles own, NmBus bus, Udev udev) {
        this.files = files;
        this.own = own;
        this.bus = bus;
        this.udev = udev;
    }

    /**
     * Makes our files for a PF be these and no others; answers whether any was not so.
     *
     * @param name the PF, as our files call it
     * @param vfs its VFs
     * @param wanted the files' content
     */
    boolean files(String name, List<VirtualFunction> vfs, Map<HostPath, String> wanted) {
        Deque<Change> changes = new ArrayDeque<>();
        try {
            for (HostPath file : OurFiles.places(name)) {
                // What somebody has changed of ours meanwhile is kept aside.
                changes.push(wanted.containsKey(file)
                        ? own.put(file, wanted.get(file).getBytes(StandardCharsets.UTF_8), MODE, Foreign.ADOPT)
                        : own.remove(file, Foreign.ADOPT));
            }
            if (changes.stream().noneMatch(Change::happened)) {
                return false;
            }
            udev.apply(vfs.stream().flatMap(vf -> vf.name().stream()).toList());
            return true;
        } catch (RuntimeException e) {
            for (Change change : changes) {
                try {
                    change.undo();
                } catch (RuntimeException again) {
                    e.addSuppressed(again);
                }
            }
            throw e;
        }
    }

    /**
     * Has NetworkManager take up the VFs that nothing keeps it off, but for those in use, which it would configure anew.
     * By itself it does not take up what a rule had kept it off.
     */
    void giveBack(PhysicalFunction pf) {
        List<String> unused = pf.functions().stream().filter(vf -> vf.holders().isEmpty())
                .flatMap(vf -> vf.name().stream()).toList();
        ask(() -> {
            bus.reload();
            Explanation explanation = new Explanation(files);
            bus.devices().stream().filter(device -> !device.managed() && unused.contains(device.name()))
                    .filter(device -> !UdevDevice.read(files, device.name()).unmanaged()
                            && explanation.byConfiguration(device.name()).isEmpty())
                    .forEach(device -> bus.setManaged(device, true));
        });
    }

    /** Has NetworkManager let go of the VFs that it was told by hand to manage, which outweighs rules and lines. */
    void keepOff(PhysicalFunction pf) {
        List<String> names = pf.functions().stream().flatMap(vf -> vf.name().stream()).toList();
        ask(() -> {
            bus.reload();
            bus.devices().stream().filter(device -> device.managed() && names.contains(device.name()))
                    .forEach(device -> bus.setManaged(device, false));
        });
    }

    private static void ask(Runnable question) {
        try {
            question.run();
        } catch (BusException e) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "the files are as they were, but NetworkManager could not be told: " + e.getMessage(), e);
        }
    }
}
