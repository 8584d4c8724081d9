package io.fairlead.host.simulated.internal;

import io.fairlead.api.EswitchMode;
import io.fairlead.host.simulated.Errno;
import io.fairlead.host.simulated.EswitchRule;
import io.fairlead.host.simulated.KernelDriver;
import java.util.List;
import java.util.Optional;

/** Sets eswitch modes by the rules of each kernel driver. To be called with the machine's lock. */
record Eswitch(Machine machine) {

    /** A refusal, in the words of the program devlink; empty when the mode was set. */
    Optional<String> set(PciFunction pf, EswitchMode mode) {
        SriovCapability sriov = pf.sriov.orElseThrow();
        EswitchRule rule = sriov.driver.eswitch().orElseThrow();
        if (!machine.privileged) {
            return refusal(Errno.EPERM, "");
        }
        if (sriov.eswitchMode == mode) {
            return rule == EswitchRule.ONLY_WITH_VFS ? refusal(Errno.EINVAL, "") : Optional.empty();
        }
        if (!fits(rule, sriov, mode)) {
            return refusal(rule.errno(), rule.words());
        }
        sriov.eswitchMode = mode;
        switch (mode) {
            case SWITCHDEV -> represent(pf, sriov);
            case LEGACY -> removeRepresentors(sriov);
        }
        machine.monitor.announce();
        return Optional.empty();
    }

    private static boolean fits(EswitchRule rule, SriovCapability sriov, EswitchMode mode) {
        return switch (rule) {
            case ONLY_WITHOUT_VFS -> sriov.vfs.isEmpty();
            case ONLY_WITH_VFS -> mode == EswitchMode.LEGACY || !sriov.vfs.isEmpty();
            case ONLY_WITH_VFS_UNBOUND -> (mode == EswitchMode.LEGACY || !sriov.vfs.isEmpty())
                    && sriov.vfs.values().stream().allMatch(vf -> vf.driver.isEmpty());
        };
    }

    private static Optional<String> refusal(Errno errno, String words) {
        return Optional.of(words.isEmpty()
                ? "kernel answers: " + errno.words()
                : "Error: %s.%nkernel answers: %s".formatted(words, errno.words()));
    }

    /** A representor for each VF: {@code ens2f0npf0vf3}, as udev's net_id names it with {@code phys_port_name}. */
    void represent(PciFunction pf, SriovCapability sriov) {
        String prefix = pf.netInterface.map(link -> link.name.replaceFirst("np\\d+$", "")).orElse("eth");
        sriov.vfs.forEach((index, vf) -> {
            NetInterface made = NetInterface.representor(machine.nextInterface(),
                    "%sn%s".formatted(prefix, portName(vf)),
                    sriov.driver.equals(KernelDriver.BNXT) ? Optional.empty() : Optional.of(pf), vf);
            sriov.representors.put(index, made);
            machine.addInterface(made);
        });
    }

    /** VFs go, and their representors with them; with bnxt the mode too (bnxt_vf_reps_destroy). */
    void vfsGo(SriovCapability sriov) {
        removeRepresentors(sriov);
        if (sriov.driver.eswitch().equals(Optional.of(EswitchRule.ONLY_WITH_VFS))) {
            sriov.eswitchMode = EswitchMode.LEGACY;
        }
    }

    private void removeRepresentors(SriovCapability sriov) {
        List.copyOf(sriov.representors.values()).forEach(machine::removeInterface);
        sriov.representors.clear();
    }

    /** {@code phys_switch_id}: the same for a PF and its representors, in mode switchdev. */
    static Optional<String> switchId(NetInterface link) {
        Optional<PciFunction> pf = link.represented
                .map(vf -> vf.placement.orElseThrow().physicalFunction()).or(() -> link.function);
        return pf.filter(function -> function.sriov.filter(sriov -> sriov.eswitchMode == EswitchMode.SWITCHDEV)
                .isPresent()).map(function -> function.address.replaceAll("[:.]", ""));
    }

    /** {@code phys_port_name} of a representor (__devlink_port_phys_port_name_get, net/devlink/port.c). */
    static String portName(PciFunction vf) {
        PciFunction.Placement place = vf.placement.orElseThrow();
        return "pf%dvf%d".formatted(place.physicalFunction().pci.function(), place.index());
    }
}
