package io.fairlead.networkmanager.internal;

import io.fairlead.api.networkmanager.NmStatus;
import io.fairlead.api.networkmanager.NmStatus.State;
import io.fairlead.dbus.BusException;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.util.ArrayList;
import java.util.List;

/** Tells who looks after the host's network. */
final class Status {

    private static final List<HostPath> PROGRAMS = List.of(HostPath.USR.resolve("sbin/NetworkManager"),
            HostPath.USR.resolve("bin/NetworkManager"));

    private final HostFiles files;

    Status(HostFiles files) {
        this.files = files;
    }

    NmStatus read(NmBus bus) {
        List<String> others = others();
        if (PROGRAMS.stream().noneMatch(files::exists)) {
            return new NmStatus(State.ABSENT, "NetworkManager is not installed", others);
        }
        try {
            return bus.isRunning()
                    ? new NmStatus(State.RUNNING, bus.version(), others)
                    : new NmStatus(State.STOPPED, "NetworkManager is not running", others);
        } catch (BusException e) {
            return switch (e.reason()) {
                case NO_PEER, PEER_LEFT -> new NmStatus(State.STOPPED, "NetworkManager is not running", others);
                default -> new NmStatus(State.SILENT, "NetworkManager cannot be asked: " + e.getMessage(), others);
            };
        }
    }

    /** By what they leave while they run, or are given to do. */
    private List<String> others() {
        List<String> others = new ArrayList<>();
        if (files.exists(HostPath.RUN.resolve("systemd/netif/state"))) {
            others.add("systemd-networkd");
        }
        boolean ifupdown = files.read(HostPath.ETC.resolve("network/interfaces")).stream().flatMap(String::lines)
                .map(String::strip).anyMatch(line -> line.startsWith("iface ") && !line.startsWith("iface lo "));
        if (ifupdown) {
            others.add("ifupdown");
        }
        return others;
    }
}
