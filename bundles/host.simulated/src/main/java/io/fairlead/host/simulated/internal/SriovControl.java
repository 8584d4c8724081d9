package io.fairlead.host.simulated.internal;

import io.fairlead.api.EswitchMode;
import io.fairlead.host.simulated.Errno;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Creates and removes VFs by the rules of drivers/pci/iov.c. To be called with the machine's lock. */
final class SriovControl {

    private static final Pattern NUMBER = Pattern.compile("\\+?(0[xX][0-9a-fA-F]+|[0-9]+)");

    private final Machine machine;
    private final Drivers drivers;

    SriovControl(Machine machine, Drivers drivers) {
        this.machine = machine;
        this.drivers = drivers;
    }

    /** A write to {@code sriov_numvfs} (sriov_numvfs_store). */
    void setCount(PciFunction pf, String text) throws KernelError {
        int count = parseU16(text);
        SriovCapability sriov = pf.sriov.orElseThrow(() -> new KernelError(Errno.EACCES));
        if (sriov.hardware.total().isPresent() && count > sriov.hardware.total().getAsInt()) {
            throw new KernelError(Errno.ERANGE);
        }
        drivers.waitForDeviceLock(pf);
        pf.deviceLocked = true;
        try {
            store(pf, sriov, count);
        } finally {
            pf.deviceLocked = false;
            machine.monitor.announce();
        }
    }

    private void store(PciFunction pf, SriovCapability sriov, int count) throws KernelError {
        if (count == sriov.numVfs) {
            return;
        }
        if (pf.driver.isEmpty() || pf.passedThrough() || sriov.driver.vfDriver().isEmpty()) {
            throw new KernelError(Errno.ENOENT);
        }
        if (count > 0 && sriov.numVfs > 0) {
            throw new KernelError(Errno.EBUSY);
        }
        if (sriov.driver.needsInterfaceUp() && !pf.netInterface.filter(link -> link.up).isPresent()) {
            // bnxt_sriov_configure, drivers/net/ethernet/broadcom/bnxt/bnxt_sriov.c: only the kernel's log tells
            return;
        }
        if (count == 0) {
            disable(sriov);
        } else {
            enable(pf, sriov, count);
        }
    }

    /** The PF's driver goes, and its VFs with it (igb_remove, igb_main.c). */
    void driverGoes(PciFunction pf) {
        pf.sriov.ifPresent(this::disable);
    }

    /** A write to {@code sriov_drivers_autoprobe}: VFs that exist stay as they are (sriov_drivers_autoprobe_store). */
    void setAutoprobe(PciFunction pf, String text) throws KernelError {
        SriovCapability sriov = pf.sriov.orElseThrow(() -> new KernelError(Errno.EACCES));
        sriov.autoprobe = parseBool(text);
    }

    private void enable(PciFunction pf, SriovCapability sriov, int count) throws KernelError {
        if (count > sriov.room) {
            throw new KernelError(Errno.ENOMEM);
        }
        int made = Math.min(count, sriov.createsAtMost.orElse(count));
        sriov.numVfs = made;
        boolean late = sriov.linksWithheld || sriov.linkDelay.isPresent();
        for (int index = 0; index < made; index++) {
            PciFunction vf = PciFunction.virtual(pf, index, machine.nextGroup());
            machine.addFunction(vf);
            sriov.vfs.put(index, vf);
            sriov.states.put(index, new VfState(sriov.driver.spoofCheck()));
            if (!late) {
                link(vf);
            }
        }
        if (sriov.eswitchMode == EswitchMode.SWITCHDEV) {
            new Eswitch(machine).represent(pf, sriov);
        }
        if (late) {
            linkLater(sriov);
        }
    }

    /** The links come before a driver is looked for (pci_iov_add_virtfn). */
    private void link(PciFunction vf) {
        vf.linked = true;
        linksOf(vf).put(vf.linkName(), vf);
        drivers.probe(vf);
    }

    private static Map<String, PciFunction> linksOf(PciFunction vf) {
        return vf.placement.orElseThrow().physicalFunction().sriov.orElseThrow().linked;
    }

    private void linkLater(SriovCapability sriov) {
        List<PciFunction> waiting = List.copyOf(sriov.vfs.values());
        Optional<Instant> due = sriov.linkDelay.map(machine.monitor.now()::plus);
        sriov.latecomers++;
        Thread.ofVirtual().name("late virtfn links").start(() -> machine.monitor.change(() -> {
            due.ifPresent(time -> machine.monitor.awaitUninterruptibly(sriov.linkDelay::isEmpty, time));
            machine.monitor.awaitUninterruptibly(() -> !sriov.linksWithheld);
            sriov.latecomers--;
            waiting.stream().filter(sriov.vfs::containsValue).forEach(this::link);
        }));
    }

    /**
     * Removes the VFs one by one, the lowest first: its links, then its driver, where a holder is waited for, then the
     * function (sriov_del_vfs and pci_iov_remove_virtfn). The count changes when the last is gone (sriov_disable).
     */
    private void disable(SriovCapability sriov) {
        new Eswitch(machine).vfsGo(sriov);
        for (PciFunction vf : List.copyOf(sriov.vfs.values())) {
            drivers.waitForDeviceLock(vf);
            vf.linked = false;
            linksOf(vf).remove(vf.linkName());
            drivers.detach(vf);
            machine.removeFunction(vf);
            sriov.vfs.values().remove(vf);
        }
        sriov.states.clear();
        sriov.numVfs = 0;
    }

    /** kstrtou16 with base 0, lib/kstrtox.c: hexadecimal with 0x, octal with 0, no sign but a plus. */
    private static int parseU16(String text) throws KernelError {
        if (!NUMBER.matcher(text).matches()) {
            throw new KernelError(Errno.EINVAL);
        }
        String digits = text.startsWith("+") ? text.substring(1) : text;
        BigInteger value;
        try {
            if (digits.toLowerCase(Locale.ROOT).startsWith("0x")) {
                value = new BigInteger(digits.substring(2), 16);
            } else {
                value = new BigInteger(digits, digits.startsWith("0") ? 8 : 10);
            }
        } catch (NumberFormatException e) {
            throw new KernelError(Errno.EINVAL);
        }
        if (value.bitLength() > 16) {
            throw new KernelError(Errno.ERANGE);
        }
        return value.intValue();
    }

    /** kstrtobool, lib/kstrtox.c: the first letter, or the first two, decide. */
    private static boolean parseBool(String text) throws KernelError {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("on") || (!lower.isEmpty() && "1yt".indexOf(lower.charAt(0)) >= 0)) {
            return true;
        }
        if (lower.startsWith("of") || (!lower.isEmpty() && "0nf".indexOf(lower.charAt(0)) >= 0)) {
            return false;
        }
        throw new KernelError(Errno.EINVAL);
    }
}
