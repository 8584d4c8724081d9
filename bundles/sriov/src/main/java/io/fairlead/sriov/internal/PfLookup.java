package io.fairlead.sriov.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.MacAddress;
import io.fairlead.api.PciAddress;
import io.fairlead.api.Printable;
import io.fairlead.host.Link;
import io.fairlead.host.Links;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the PF that a selector names, or says why it is none. */
final class PfLookup {

    /**
     * The kernel takes nearly everything as a name (dev_valid_name, net/core/dev.c); what is odd is addressed by its PCI
     * address. IFNAMSIZ leaves 15 characters.
     */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}");
    private static final String NUMBER = "(?:#([0-9]{1,4}))?";
    private static final Pattern DRIVER = Pattern.compile("driver:([A-Za-z0-9_-]{1,55})" + NUMBER);
    private static final Pattern IDS = Pattern.compile("([0-9A-Fa-f]{4}:[0-9A-Fa-f]{4})" + NUMBER);
    private static final String MAC = "mac:";
    private static final String SEE_LIST = "sriov:list shows the interfaces that have it";

    private final FunctionTree tree;
    private final Links links;
    private final Supplier<List<PciAddress>> all;

    PfLookup(FunctionTree tree, Links links) {
        this(tree, links, tree::physicalFunctions);
    }

    /** Among these PFs, by address. */
    PfLookup(FunctionTree tree, Links links, Supplier<List<PciAddress>> all) {
        this.tree = tree;
        this.links = links;
        this.all = all;
    }

    PciAddress find(String selector) {
        Optional<PciAddress> address = PciAddress.parse(selector);
        if (address.isPresent()) {
            return physical(selector, address.get());
        }
        if (NAME.matcher(selector).matches()) {
            return physical(selector, tree.deviceOf(selector).orElseThrow(() -> notADevice(selector)));
        }
        Matcher driver = DRIVER.matcher(selector);
        if (driver.matches()) {
            String name = driver.group(1);
            return numbered(driver, "the driver " + name, pf -> tree.driverOf(pf).equals(Optional.of(name)));
        }
        Matcher ids = IDS.matcher(selector);
        if (ids.matches()) {
            String wanted = ids.group(1).toLowerCase(Locale.ROOT);
            return numbered(ids, "the PCI ids " + wanted, pf -> tree.idsOf(pf).equals(wanted));
        }
        return MacAddress.parse(selector.startsWith(MAC) ? selector.substring(MAC.length()) : "").map(this::withMac)
                .orElseThrow(() -> new FairleadException(Kind.USAGE,
                        "%s names no PF: give a network interface as eno4, "
                                .formatted(Printable.quoted(selector))
                                + "a PCI address as 0000:01:00.0, mac:52:54:00:11:22:33, driver:igb#0 or 8086:10c9#0"));
    }

    private PciAddress physical(String selector, PciAddress device) {
        if (tree.isPhysicalFunction(device)) {
            return device;
        }
        throw notPhysical(selector, device);
    }

    /** The one that fits, or of several the one that the number says. */
    private PciAddress numbered(Matcher selector, String what, Predicate<PciAddress> fits) {
        List<PciAddress> found = all.get().stream().filter(fits).toList();
        String given = selector.group();
        if (found.isEmpty()) {
            throw new FairleadException(Kind.USAGE,
                    "%s names nothing: no interface with SR-IOV has %s; sriov:list shows what there is".formatted(given,
                            what));
        }
        Optional<Integer> number = Optional.ofNullable(selector.group(2)).map(Integer::valueOf);
        if (number.isEmpty() && found.size() > 1) {
            throw new FairleadException(Kind.USAGE, "%s names %d PFs (%s): say which by %s#0 to %s#%d".formatted(given,
                    found.size(), names(found), given, given, found.size() - 1));
        }
        if (number.orElse(0) >= found.size()) {
            throw new FairleadException(Kind.USAGE,
                    "%s names nothing: %d with %s (%s), counted from #0".formatted(given, found.size(),
                            what + (found.size() == 1 ? " is there" : " are there"), names(found)));
        }
        return found.get(number.orElse(0));
    }

    private PciAddress withMac(MacAddress mac) {
        List<PciAddress> found = links.links().stream().filter(link -> link.permanentMac().equals(Optional.of(mac)))
                .map(Link::name).flatMap(name -> tree.deviceOf(name).stream()).filter(tree::isPhysicalFunction)
                .distinct().sorted().toList();
        if (found.isEmpty()) {
            throw new FairleadException(Kind.USAGE,
                    "mac:%s names nothing: no interface with SR-IOV has this permanent address; ip -d link shows them"
                            .formatted(mac));
        }
        if (found.size() > 1) {
            throw new FairleadException(Kind.USAGE, "mac:%s names %d PFs (%s): give the PCI address of one"
                    .formatted(mac, found.size(), names(found)));
        }
        return found.getFirst();
    }

    private String names(List<PciAddress> found) {
        return found.stream().map(this::name).collect(Collectors.joining(", "));
    }

    private String name(PciAddress pci) {
        return tree.interfaceOf(pci).map(Printable::of).orElseGet(pci::toString);
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
            return new FairleadException(Kind.NOT_CAPABLE,
                    "%s is itself a virtual function, of %s: name that".formatted(given, name(owner.get())));
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
