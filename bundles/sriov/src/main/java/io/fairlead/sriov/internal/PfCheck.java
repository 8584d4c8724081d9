package io.fairlead.sriov.internal;

import io.fairlead.api.EswitchMode;
import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.api.MacAddress;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.Printable;
import io.fairlead.api.VfAttribute;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.resource.Declaration;
import io.fairlead.api.resource.Problem;
import io.fairlead.host.HostFiles;
import io.fairlead.spi.nic.EswitchOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One look through the section for what this host cannot be. To be used once. */
final class PfCheck {

    /** As a YAML writer gives them; 0 to 65535. */
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,4}");
    private static final String NO_MAC = "00:00:00:00:00:00";

    private final Inventory host;
    private final NicUse nics;
    private final HostFiles files;
    private final List<Problem> problems = new ArrayList<>();
    /** The selectors by what they name, and the places of MAC addresses. */
    private final Map<String, String> selectors = new HashMap<>();
    private final Map<MacAddress, String> macs = new HashMap<>();

    PfCheck(Inventory host, NicUse nics, HostFiles files) {
        this.host = host;
        this.nics = nics;
        this.files = files;
    }

    List<Problem> problems(Declaration declaration) {
        PfSection.of(declaration).forEach((selector, declared) -> {
            String pointer = "/" + PfSection.NAME + "/" + selector.replace("~", "~0").replace("/", "~1");
            checkFunctions(selector, pointer, declared);
            find(selector, pointer).ifPresent(pf -> checkPf(pf, pointer, declared));
        });
        return problems;
    }

    private Optional<PhysicalFunction> find(String selector, String pointer) {
        try {
            PhysicalFunction pf = host.physicalFunction(selector);
            String other = selectors.putIfAbsent(pf.fileName(), selector);
            if (other != null) {
                key(pointer, "%s is the same PF as %s: say all of it in one place".formatted(Printable.of(selector),
                        Printable.of(other)));
                return Optional.empty();
            }
            return Optional.of(pf);
        } catch (FairleadException e) {
            if (e.kind() == Kind.HOST_FAILED) {
                throw e;
            }
            key(pointer, e.getMessage());
            return Optional.empty();
        }
    }

    /** What needs no host. */
    private void checkFunctions(String selector, String pointer, Map<String, Object> declared) {
        int vfs = PfState.ofDocument(Map.of(PfSection.VFS, declared.getOrDefault(PfSection.VFS, 0))).vfs();
        checkRates(pointer + "/" + PfSection.EACH,
                VfState.ofDocument(PfState.mapping(declared.get(PfSection.EACH))).attributes());
        PfState.mapping(declared.get(PfSection.FUNCTIONS)).forEach((index, state) -> {
            String place = pointer + "/" + PfSection.FUNCTIONS + "/" + index.replace("~", "~0").replace("/", "~1");
            if (!INDEX.matcher(index).matches()) {
                key(place, "%s is no VF: give its index, 0 to %d".formatted(Printable.quoted(index),
                        Math.max(0, vfs - 1)));
            } else if (Integer.parseInt(index) >= vfs) {
                key(place, vfs == 0
                        ? "there is no VF %s, for virtualFunctions is 0: leave it out".formatted(index)
                        : "there is no VF %s, for virtualFunctions is %d: give 0 to %d".formatted(index, vfs, vfs - 1));
            }
            VfAttributes attributes = VfState.ofDocument(PfState.mapping(state)).attributes();
            checkRates(place, attributes);
            attributes.mac().filter(mac -> !mac.text().equals(NO_MAC))
                    .ifPresent(
                            mac -> checkMac(place + "/" + VfState.MAC, mac, "VF %s of %s".formatted(index, selector)));
        });
    }

    private void checkMac(String place, MacAddress mac, String whose) {
        if (mac.multicast()) {
            value(place,
                    "%s is a multicast address, which no VF can have: its first octet must be even".formatted(mac));
        }
        String other = macs.putIfAbsent(mac, whose);
        if (other != null) {
            value(place, "%s is the address of %s already: give each VF its own".formatted(mac, Printable.of(other)));
        }
    }

    private void checkRates(String place, VfAttributes attributes) {
        int most = attributes.maxRate().orElse(0);
        attributes.minRate().filter(least -> most != 0 && least > most).ifPresent(least -> value(
                place + "/" + VfState.MIN_RATE,
                "the minimum rate %d is above the maximum rate %d: give a smaller one".formatted(least, most)));
    }

    private void checkPf(PhysicalFunction pf, String pointer, Map<String, Object> declared) {
        int vfs = PfState.ofDocument(Map.of(PfSection.VFS, declared.getOrDefault(PfSection.VFS, 0))).vfs();
        pf.totalVfs().filter(most -> vfs > most).ifPresent(most -> value(pointer + "/" + PfSection.VFS,
                "%s has at most %d VFs, and %d are declared: give 0 to %d%s".formatted(pf.label(), most, vfs, most,
                        nics.hasFirmware(pf) ? CountChanger.MORE : "")));
        if (Boolean.FALSE.equals(declared.get(PfSection.PROBE)) && vfs > 0
                && !files.exists(Sysfs.device(pf.pci()).resolve(Sysfs.AUTOPROBE))) {
            value(pointer + "/" + PfSection.PROBE,
                    "%s always probes drivers, for its kernel has no sriov_drivers_autoprobe: leave it out"
                            .formatted(pf.label()));
        }
        checkEswitch(pf, pointer, vfs, declared);
        Map<String, VfAttributes> said = attributes(pointer, declared);
        if (said.isEmpty()) {
            return;
        }
        if (pf.name().isEmpty()) {
            key(pointer,
                    "%s has no network interface in the host's namespace, through which the attributes of its VFs are "
                            .formatted(pf.pci()) + "set: bind its driver, or bring the interface back");
            return;
        }
        Set<VfAttribute> settable = nics.settable(pf);
        said.forEach((place, attributes) -> VfAttributeDiff.named(attributes).stream()
                .filter(attribute -> !settable.contains(attribute))
                .forEach(attribute -> value(place + "/" + keyOf(attribute),
                        "%s on VFs of %s is not supported by its kernel driver %s: leave it out".formatted(
                                attribute.label(), pf.label(), pf.driver().orElse("(none)")))));
    }

    private void checkEswitch(PhysicalFunction pf, String pointer, int vfs, Map<String, Object> declared) {
        if (!EswitchMode.SWITCHDEV.label().equals(declared.get(PfSection.ESWITCH))) {
            return;
        }
        String place = pointer + "/" + PfSection.ESWITCH;
        Optional<EswitchOrder> order = nics.eswitch(pf);
        if (order.isEmpty()) {
            value(place, "%s has no eswitch mode switchdev, as far as its NIC driver %s knows: leave it out".formatted(
                    pf.label(), pf.nicDriver().orElse("(none)")));
        } else if (vfs == 0 && order.get() != EswitchOrder.WITHOUT_VFS) {
            value(place, "%s takes eswitch mode switchdev only with VFs, and virtualFunctions is 0: leave it out"
                    .formatted(pf.label()));
        }
    }

    /** The attributes that are said at each place. */
    private static Map<String, VfAttributes> attributes(String pointer, Map<String, Object> declared) {
        Map<String, VfAttributes> said = new HashMap<>();
        said.put(pointer + "/" + PfSection.EACH,
                VfState.ofDocument(PfState.mapping(declared.get(PfSection.EACH))).attributes());
        PfState.mapping(declared.get(PfSection.FUNCTIONS)).forEach((index, state) -> said.put(
                pointer + "/" + PfSection.FUNCTIONS + "/" + index,
                VfState.ofDocument(PfState.mapping(state)).attributes()));
        said.values().removeIf(VfAttributes.NONE::equals);
        return said;
    }

    private static String keyOf(VfAttribute attribute) {
        return switch (attribute) {
            case MAC -> VfState.MAC;
            case VLAN, VLAN_802_1AD -> VfState.VLAN;
            case SPOOF_CHECK -> VfState.SPOOF_CHECK;
            case TRUST -> VfState.TRUST;
            case LINK_STATE -> VfState.LINK_STATE;
            case MIN_RATE -> VfState.MIN_RATE;
            case MAX_RATE -> VfState.MAX_RATE;
        };
    }

    private void key(String pointer, String message) {
        problems.add(new Problem(pointer, true, message));
    }

    private void value(String pointer, String message) {
        problems.add(new Problem(pointer, false, message));
    }
}
