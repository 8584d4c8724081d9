package io.fairlead.sriov.internal;

import io.fairlead.api.PciAddress;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the interfaces that stand for VFs in eswitch mode switchdev, by {@code phys_port_name}: it is {@code pf0vf3} whatever
 * udev names them. Only mlx5 and ice make them devlink ports, only they lie in the PF's directory; those of bnxt have no
 * device, and the PF's {@code phys_switch_id} (Documentation/networking/switchdev.rst).
 */
final class Representors {

    private static final Pattern PORT = Pattern.compile("(?:c\\d+)?pf(\\d{1,5})vf(\\d{1,5})");
    private static final String PORT_NAME = "phys_port_name";
    private static final String SWITCH_ID = "phys_switch_id";

    private final HostFiles files;

    Representors(HostFiles files) {
        this.files = files;
    }

    /** Whether an interface stands for a VF. */
    boolean isRepresentor(String name) {
        return read(name, PORT_NAME).filter(PORT.asMatchPredicate()).isPresent();
    }

    /** The representors of a PF by the index of their VF. */
    Map<Integer, String> of(PciAddress pf, Optional<String> pfName) {
        Optional<String> switchId = pfName.flatMap(name -> read(name, SWITCH_ID));
        Map<Integer, String> found = new TreeMap<>();
        for (String name : files.list(Sysfs.INTERFACES)) {
            Matcher port = PORT.matcher(read(name, PORT_NAME).orElse(""));
            if (port.matches() && belongs(name, Integer.parseInt(port.group(1)), pf, switchId)) {
                found.put(Integer.valueOf(port.group(2)), name);
            }
        }
        return found;
    }

    /** The number in the name is the PF's PCI function; a switch may be that of both ports of a card. */
    private boolean belongs(String name, int number, PciAddress pf, Optional<String> switchId) {
        Optional<String> device = files.linkName(Sysfs.INTERFACES.resolve(name + "/device"));
        return device.isPresent()
                ? device.equals(Optional.of(pf.toString()))
                : number == pf.function() && switchId.isPresent() && read(name, SWITCH_ID).equals(switchId);
    }

    /** An interface without such a port answers EOPNOTSUPP (phys_port_name_show, net/core/net-sysfs.c). */
    private Optional<String> read(String name, String attribute) {
        HostPath file = Sysfs.INTERFACES.resolve(name).resolve(attribute);
        try {
            return files.read(file).filter(text -> !text.isEmpty());
        } catch (UncheckedIOException _) {
            return Optional.empty();
        }
    }
}
