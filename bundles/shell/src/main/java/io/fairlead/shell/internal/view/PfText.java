package io.fairlead.shell.internal.view;

import static java.util.stream.Collectors.joining;

import io.fairlead.api.EswitchMode;
import io.fairlead.api.Holder;
import io.fairlead.api.Operation;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.Printable;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.VirtualFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** PFs and their VFs as tables and short screens. */
final class PfText {

    private static final String NOTHING = "-";
    private static final int HOLDERS_IN_STATUS = 3;

    private PfText() {
    }

    static String list(PfList list) {
        if (list.functions().isEmpty()) {
            return "No NIC of this host has SR-IOV: look for it in the firmware's set-up, and at what lspci -v tells of the NIC.";
        }
        Table table = new Table("NAME", "PCI", "DRIVER", "VFS", "PROBE", "NIC-DRIVER", "STATUS");
        for (PhysicalFunction pf : list.functions()) {
            table.row(pf.name().orElse(NOTHING), pf.pci().toString(), pf.driver().orElse(NOTHING), vfs(pf),
                    AttributeText.onOff(pf.probe()), pf.nicDriver().orElse(NOTHING), status(pf));
        }
        return table.toString();
    }

    /** A PF among others, in one line. */
    static String line(PhysicalFunction pf) {
        return Printable.of("%s, PCI %s, VFs %s, %s".formatted(pf.name().orElse("no interface"), pf.pci(), vfs(pf),
                status(pf)));
    }

    static String show(PhysicalFunction pf) {
        List<String> lines = new ArrayList<>();
        pf.operation().ifPresent(operation -> lines.add(unfinished(pf, operation)));
        lines.add(
                "%s, PCI %s, device %04x:%04x".formatted(pf.name().map(Printable::of).orElse("no interface"), pf.pci(),
                        pf.vendorId(), pf.deviceId()));
        lines.add("      driver: "
                + pf.driver().map(Printable::of).orElse("none, so it can have no VFs: bind one first"));
        lines.add("  NIC driver: " + pf.nicDriver().map(Printable::of).orElse("none, so its VFs cannot be changed"));
        lines.add("         VFs: " + vfCount(pf));
        lines.add("       probe: " + (pf.probe()
                ? "on, the kernel binds its own drivers to new VFs"
                : "off, new VFs get no driver and no interface"));
        pf.eswitchMode().ifPresent(mode -> lines.add("     eswitch: " + (mode == EswitchMode.SWITCHDEV
                ? "switchdev, each VF has a representor on the host"
                : "legacy, VFs have no representors")));
        if (pf.operation().isEmpty()) {
            lines.add("      status: " + Printable.of(status(pf)));
        }
        pf.holdersUnknown().forEach(why -> lines.add("     warning: " + Printable.of(why)));
        if (!pf.functions().isEmpty()) {
            lines.add("");
            lines.add(functions(pf.functions()));
        }
        return String.join("\n", lines);
    }

    static String holders(HolderList list) {
        PhysicalFunction pf = list.of();
        List<String> lines = new ArrayList<>();
        pf.operation().ifPresent(operation -> lines.add(unfinished(pf, operation)));
        pf.holdersUnknown().forEach(why -> lines.add("warning: " + Printable.of(why)));
        Table table = new Table("VF", "PCI", "HOLDER", "WHEN REMOVED");
        boolean held = false;
        for (VirtualFunction function : pf.functions()) {
            for (Holder holder : function.holders()) {
                table.row(Integer.toString(function.index()), function.pci().toString(), holder.describe(),
                        holder.blocksRemoval() ? "the kernel waits for it" : "it loses the VF");
                held = true;
            }
        }
        if (held) {
            lines.add(table.toString());
        } else if (pf.functions().isEmpty()) {
            lines.add(Printable.of(pf.label()) + " has no VFs.");
        } else if (pf.holdersUnknown().isEmpty()) {
            lines.add("Nobody holds a VF of " + Printable.of(pf.label()) + ".");
        }
        return String.join("\n", lines);
    }

    private static String unfinished(PhysicalFunction pf, Operation operation) {
        String advice = switch (operation.state()) {
            case RUNNING -> "it ends by itself";
            case STUCK -> "it ends by itself when the VFs of %s are let go".formatted(pf.label());
            case FAILED -> "put that right, and set the count again";
        };
        return Printable.of("Not done: %s, %s; %s.".formatted(operation.what(), operation.describe(), advice));
    }

    private static String status(PhysicalFunction pf) {
        if (pf.operation().isPresent()) {
            return pf.operation().get().describe();
        }
        if (pf.nicDriver().isEmpty()) {
            return "no NIC driver";
        }
        if (!pf.holdersUnknown().isEmpty()) {
            return "holders not all known";
        }
        List<String> holders = pf.functions().stream().flatMap(function -> function.holders().stream())
                .map(Holder::describe).distinct().toList();
        if (holders.isEmpty()) {
            return "idle";
        }
        String first = holders.stream().limit(HOLDERS_IN_STATUS).collect(joining(", "));
        int more = holders.size() - HOLDERS_IN_STATUS;
        return "in use by " + first + (more > 0 ? " and %d more".formatted(more) : "");
    }

    private static String vfs(PhysicalFunction pf) {
        return pf.numVfs() + "/" + pf.totalVfs().map(Object::toString).orElse("?");
    }

    private static String vfCount(PhysicalFunction pf) {
        return pf.totalVfs().map(total -> "%d of %d".formatted(pf.numVfs(), total))
                .orElseGet(() -> pf.numVfs() + "; the kernel does not tell how many there can be");
    }

    private static String functions(List<VirtualFunction> functions) {
        boolean represented = functions.stream().anyMatch(function -> function.representor().isPresent());
        List<String> head = new ArrayList<>(List.of("VF", "PCI", "INTERFACE", "DRIVER", "GROUP", "MAC", "VLAN", "SPOOF",
                "TRUST", "LINK", "MIN-RATE", "MAX-RATE", "HOLDER"));
        if (represented) {
            head.add(3, "REPRESENTOR");
        }
        Table table = new Table(head.toArray(String[]::new));
        for (VirtualFunction function : functions) {
            VfAttributes attributes = function.attributes();
            List<String> row = new ArrayList<>(List.of(Integer.toString(function.index()), function.pci().toString(),
                    function.name().orElse(NOTHING), function.driver().orElse(NOTHING), text(function.iommuGroup()),
                    AttributeText.mac(attributes),
                    AttributeText.vlan(attributes), AttributeText.onOff(attributes.spoofCheck()),
                    AttributeText.onOff(attributes.trust()), AttributeText.link(attributes),
                    AttributeText.rate(attributes.minRate()), AttributeText.rate(attributes.maxRate()),
                    function.holders().isEmpty()
                            ? NOTHING
                            : function.holders().stream().map(Holder::describe).collect(joining(", "))));
            if (represented) {
                row.add(3, function.representor().orElse(NOTHING));
            }
            table.row(row.toArray(String[]::new));
        }
        return table.toString();
    }

    private static String text(Optional<Integer> number) {
        return number.map(Object::toString).orElse(NOTHING);
    }
}
