package io.fairlead.sriov.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.PciAddress;
import io.fairlead.api.Printable;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the PF that a user names, or says why it is none. */
final class PfLookup {

    /**
     * The kernel takes nearly everything as a name (dev_valid_name, net/core/dev.c); what is odd is addressed by its PCI
     * address. IFNAMSIZ leaves 15 characters.
     */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}");
    private static final String SEE_LIST = "sriov:list shows the interfaces that have it";

    private final FunctionTree tree;

    PfLookup(FunctionTree tree) {
        this.tree = tree;
    }

    PciAddress find(String nameOrPci) {
        Optional<PciAddress> address = PciAddress.parse(nameOrPci);
        if (address.isEmpty() && !NAME.matcher(nameOrPci).matches()) {
            throw new FairleadException(Kind.USAGE, "%s is neither the name of a network interface nor a PCI address: "
                    .formatted(Printable.quoted(nameOrPci)) + "give one such as eno4 or 0000:01:00.0");
        }
        PciAddress device = address.or(() -> tree.deviceOf(nameOrPci))
                .orElseThrow(() -> notADevice(nameOrPci));
        if (tree.isPhysicalFunction(device)) {
            return device;
        }
        throw notPhysical(nameOrPci, device);
    }

    private FairleadException notADevice(String name) {
        return tree.interfaceExists(name)
                ? new FairleadException(Kind.NOT_CAPABLE,
                        "%s is not an interface of a PCI device, so it has no SR-IOV: %s".formatted(name, SEE_LIST))
                : new FairleadException(Kind.USAGE, "there is no network interface %s: %s".formatted(name, SEE_LIST));
    }

    private FairleadException notPhysical(String given, PciAddress device) {
        Optional<PciAddress> owner = tree.physicalFunctionOf(device);
        if (owner.isPresent()) {
            String pf = tree.interfaceOf(owner.get()).orElseGet(owner.get()::toString);
            return new FairleadException(Kind.NOT_CAPABLE,
                    "%s is itself a virtual function, of %s: name that".formatted(given, pf));
        }
        if (!tree.exists(device)) {
            return new FairleadException(Kind.USAGE,
                    "there is no PCI function %s: %s".formatted(device, SEE_LIST));
        }
        String driver = tree.driverOf(device).map("driver %s"::formatted).orElse("no driver");
        return new FairleadException(Kind.NOT_CAPABLE,
                "%s (%s) has no SR-IOV, or the BIOS has it switched off: %s".formatted(given, driver, SEE_LIST));
    }
}
