package io.fairlead.networkmanager.internal;

import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What udev recorded of a network interface in {@code /run/udev/data/nIFINDEX} (device_get_device_id, sd-device.c).
 *
 * @param name the interface
 * @param mac its address
 * @param pf the PF whose VF it is
 * @param known whether udev has recorded anything of it
 * @param properties what the rules set
 */
record UdevDevice(String name, String mac, Optional<Pf> pf, boolean known, Map<String, String> properties) {

    private static final Pattern BY_NAME = Pattern.compile("device/physfn/net/([^/]+)");
    private static final Pattern BY_ADDRESS = Pattern.compile("/sys/bus/pci/devices/([^/]+)/\\*/net/%k");

    /**
     * A PF, as a rule can ask for it.
     *
     * @param address its PCI address
     * @param names its interfaces
     */
    record Pf(String address, List<String> names) {
    }

    static UdevDevice read(HostFiles files, String name) {
        HostPath device = HostPath.SYS.resolve("class/net").resolve(name);
        Map<String, String> properties = new LinkedHashMap<>();
        Optional<byte[]> record = files.read(device.resolve("ifindex"))
                .flatMap(index -> files.content(HostPath.RUN.resolve("udev/data/n" + index)));
        record.ifPresent(bytes -> new String(bytes, StandardCharsets.UTF_8).lines()
                .filter(line -> line.startsWith("E:") && line.contains("="))
                .forEach(line -> properties.put(line.substring(2, line.indexOf('=')),
                        line.substring(line.indexOf('=') + 1))));
        HostPath physfn = device.resolve("device/physfn");
        Optional<Pf> pf = files.linkName(physfn).map(address -> new Pf(address, files.list(physfn.resolve("net"))));
        return new UdevDevice(name, files.read(device.resolve("address")).orElse(""), pf, record.isPresent(),
                properties);
    }

    /** What a {@code TEST} of ours says of it; empty for another's. */
    Optional<Boolean> tested(String pattern) {
        Matcher byName = BY_NAME.matcher(pattern);
        if (byName.matches()) {
            return Optional.of(pf.filter(of -> of.names().contains(byName.group(1))).isPresent());
        }
        Matcher byAddress = BY_ADDRESS.matcher(pattern);
        return byAddress.matches()
                ? Optional.of(pf.filter(of -> of.address().equals(byAddress.group(1))).isPresent())
                : Optional.empty();
    }

    /** Whether udev tells NetworkManager to leave it alone. */
    boolean unmanaged() {
        return UdevRules.truth(properties.getOrDefault(UdevRules.PROPERTY, "0"));
    }
}
