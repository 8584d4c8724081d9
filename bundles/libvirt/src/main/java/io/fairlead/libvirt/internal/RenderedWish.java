package io.fairlead.libvirt.internal;

import io.fairlead.api.VfAttributes;
import io.fairlead.api.libvirt.GuestFunction;
import io.fairlead.api.libvirt.GuestFunction.Way;
import io.fairlead.api.libvirt.GuestVfs;
import io.fairlead.host.HostPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A guest's granted wishes as the hook reads them: flat words, those of {@code ip link set PF vf N}. */
final class RenderedWish {

    /** A file for each guest, by its UUID. */
    static final HostPath DIRECTORY = HostPath.OUR_ETC.resolve("guests");

    private static final String HEADER = "# Rendered from the guest's metadata by fairlead libvirt:hooks install --keep\n";

    private RenderedWish() {
    }

    static HostPath file(GuestVfs guest) {
        return DIRECTORY.resolve(guest.id().toString());
    }

    /** The file's content; empty for a guest to which nothing is granted. */
    static Optional<byte[]> of(GuestVfs guest) {
        List<String> lines = new ArrayList<>();
        for (GuestFunction function : guest.functions()) {
            String words = words(function.granted());
            // of a pool: also an interface that is plugged in while the guest runs, and is not in its definition
            if (!words.isEmpty() && (function.takes() || function.way() == Way.POOL)) {
                key(function).ifPresent(key -> lines.add(key + words));
            }
        }
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of((HEADER + String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A pool's port tells the guest's MAC address; a device that is assigned by its address is known by that. */
    private static Optional<String> key(GuestFunction function) {
        return function.way() == Way.POOL
                ? function.mac().map("mac %s"::formatted)
                : function.function().map("pci %s"::formatted);
    }

    private static String words(VfAttributes granted) {
        StringBuilder words = new StringBuilder();
        granted.trust().ifPresent(on -> words.append(" trust ").append(on ? "on" : "off"));
        granted.spoofCheck().ifPresent(on -> words.append(" spoofchk ").append(on ? "on" : "off"));
        granted.linkState().ifPresent(state -> words.append(switch (state) {
            case AUTO -> " state auto";
            case ON -> " state enable";
            case OFF -> " state disable";
        }));
        granted.maxRate().ifPresent(rate -> words.append(" max_tx_rate ").append(rate));
        granted.minRate().ifPresent(rate -> words.append(" min_tx_rate ").append(rate));
        return words.toString();
    }
}
