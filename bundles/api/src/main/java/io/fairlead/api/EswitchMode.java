package io.fairlead.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a NIC switches between its VFs and its port: devlink's eswitch mode (devlink-dev(8)). */
public enum EswitchMode {
    /** By MAC address and VLAN; what a VF sends is not seen on the host. */
    LEGACY,
    /** By flows: each VF has a representor, an interface of the host through which unmatched packets go. */
    SWITCHDEV;

    /** As devlink and documents write it: {@code switchdev}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode of this label; empty for any other text, such as devlink's {@code switchdev_inactive}. */
    public static Optional<EswitchMode> parse(String label) {
        return Arrays.stream(values()).filter(mode -> mode.label().equals(label)).findFirst();
    }
}
