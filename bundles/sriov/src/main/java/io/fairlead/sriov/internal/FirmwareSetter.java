package io.fairlead.sriov.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.FirmwareChange;
import io.fairlead.api.FirmwareVfs;
import io.fairlead.api.Inventory;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.host.WriterLock;
import io.fairlead.spi.nic.NicFirmware;
import java.util.ArrayList;
import java.util.List;

/** How many VFs a NIC's firmware offers. No VF notices before the NIC's next power cycle. */
final class FirmwareSetter {

    private final Inventory inventory;
    private final NicUse nics;
    private final WriterLock writer;

    FirmwareSetter(Inventory inventory, NicUse nics, WriterLock writer) {
        this.inventory = inventory;
        this.nics = nics;
        this.writer = writer;
    }

    FirmwareVfs read(String name) {
        return nics.firmware(inventory.physicalFunction(name), NicFirmware::read);
    }

    FirmwareChange set(String name, int vfs) {
        if (vfs < 0) {
            throw new FairleadException(Kind.USAGE,
                    "the firmware cannot have %d VFs: give 0, which switches SR-IOV off, or more".formatted(vfs));
        }
        PhysicalFunction pf = inventory.physicalFunction(name);
        FirmwareVfs before = nics.firmware(pf, NicFirmware::read);
        if (isSo(before, vfs)) {
            return new FirmwareChange(pf.label(), before, before, false, notes(before));
        }
        writer.claim();
        boolean _ = nics.firmware(pf, firmware -> {
            firmware.write(vfs);
            return true;
        });
        FirmwareVfs after = nics.firmware(pf, NicFirmware::read);
        if (!isSo(after, vfs)) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "the firmware of %s took %d VFs and reads back %d, SR-IOV %s: see what its vendor's program says"
                            .formatted(pf.label(), vfs, after.vfsNext(), after.enabledNext() ? "on" : "off"));
        }
        return new FirmwareChange(pf.label(), before, after, true, notes(after));
    }

    private static boolean isSo(FirmwareVfs state, int vfs) {
        return vfs == 0 ? !state.enabledNext() : state.enabledNext() && state.vfsNext() == vfs;
    }

    private static List<String> notes(FirmwareVfs state) {
        List<String> notes = new ArrayList<>();
        if (state.needsPowerCycle()) {
            notes.add("it needs a power cycle of the NIC: until the host was switched off and on, nothing changes");
        }
        return notes;
    }
}
