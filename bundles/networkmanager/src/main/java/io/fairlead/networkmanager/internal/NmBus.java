package io.fairlead.networkmanager.internal;

import io.fairlead.dbus.BusException;
import io.fairlead.dbus.BusException.Reason;
import io.fairlead.dbus.BusObject;
import io.fairlead.dbus.SignalMatch;
import io.fairlead.dbus.SystemBus;
import io.fairlead.dbus.Variant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** NetworkManager over the bus (its D-Bus reference, 1.42 and 1.52). Each call is bounded. */
final class NmBus {

    private static final String NAME = "org.freedesktop.NetworkManager";
    private static final BusObject MANAGER = new BusObject(NAME, "/org/freedesktop/NetworkManager", NAME);
    private static final BusObject SETTINGS = new BusObject(NAME, "/org/freedesktop/NetworkManager/Settings",
            NAME + ".Settings");
    private static final Duration BOUND = Duration.ofSeconds(3);
    /** NM_MANAGER_RELOAD_FLAG_CONF: the configuration, and not DNS. */
    private static final long RELOAD_CONF = 1;
    private static final long UNMANAGED = 10;
    private static final String NO_OBJECT = "/";

    private final SystemBus bus;

    NmBus(SystemBus bus) {
        this.bus = bus;
    }

    /**
     * A device as NetworkManager has it.
     *
     * @param path its object
     * @param name its interface
     * @param state as NetworkManager numbers it, NMDeviceState
     * @param reason for it, NMDeviceStateReason
     * @param profile the id of the profile that is active on it
     */
    record Device(String path, String name, long state, long reason, Optional<String> profile) {

        boolean managed() {
            return state != UNMANAGED;
        }

        /** Whether it has made up its mind about it. */
        boolean isKnown() {
            return state != 0;
        }

        /** As nmcli(1) calls it. */
        String stateWord() {
            return switch ((int) state) {
                case 10 -> "unmanaged";
                case 20 -> "unavailable";
                case 30 -> "disconnected";
                case 40, 50, 60, 70, 80, 90 -> "connecting";
                case 100 -> "connected";
                case 110 -> "deactivating";
                case 120 -> "failed";
                default -> "unknown";
            };
        }
    }

    /**
     * A profile that makes VFs itself.
     *
     * @param id its name
     * @param file where it is kept, if it is
     * @param interfaceName the interface it is for, if it says
     * @param totalVfs how many
     */
    record VfProfile(String id, String file, Optional<String> interfaceName, long totalVfs) {
    }

    String version() {
        return String.valueOf(bus.property(MANAGER, "Version", BOUND));
    }

    boolean isRunning() {
        return bus.owner(NAME, BOUND).isPresent();
    }

    List<Device> devices() {
        List<Device> devices = new ArrayList<>();
        for (String path : paths(bus.property(MANAGER, "AllDevices", BOUND))) {
            try {
                devices.add(device(path));
            } catch (BusException e) {
                // One that went away between the list and the question is not there.
                if (e.reason() != Reason.REFUSED) {
                    throw e;
                }
            }
        }
        return devices;
    }

    private Device device(String path) {
        Map<String, Object> all = bus.properties(MANAGER.at(path).as(NAME + ".Device"), BOUND);
        long reason = all.get("StateReason") instanceof List<?> pair && pair.size() == 2 ? number(pair.get(1)) : 0;
        return new Device(path, String.valueOf(all.get("Interface")), number(all.get("State")), reason,
                Optional.ofNullable(all.get("ActiveConnection")).map(String::valueOf)
                        .filter(active -> !active.equals(NO_OBJECT)).map(this::profile));
    }

    private String profile(String active) {
        return String.valueOf(bus.property(MANAGER.at(active).as(NAME + ".Connection.Active"), "Id", BOUND));
    }

    /** Tells it, until it forgets the device, whether to manage it; that outranks rules and lines. */
    void setManaged(Device device, boolean managed) {
        bus.setProperty(MANAGER.at(device.path()).as(NAME + ".Device"), "Managed", new Variant("b", managed), BOUND);
    }

    /** Has it read its configuration again; it answers success also when it refuses what it read. */
    void reload() {
        bus.call(MANAGER.call("Reload", "u", RELOAD_CONF), BOUND);
    }

    List<VfProfile> vfProfiles() {
        List<VfProfile> profiles = new ArrayList<>();
        for (String path : paths(bus.call(SETTINGS.call("ListConnections"), BOUND).getFirst())) {
            BusObject connection = SETTINGS.at(path).as(NAME + ".Settings.Connection");
            if (bus.call(connection.call("GetSettings"), BOUND).getFirst() instanceof Map<?, ?> settings
                    && settings.get("sriov") instanceof Map<?, ?> sriov && number(sriov.get("total-vfs")) > 0
                    && settings.get("connection") instanceof Map<?, ?> about) {
                profiles.add(new VfProfile(String.valueOf(about.get("id")),
                        String.valueOf(bus.property(connection, "Filename", BOUND)),
                        Optional.ofNullable(about.get("interface-name")).map(String::valueOf),
                        number(sriov.get("total-vfs"))));
            }
        }
        return profiles;
    }

    private static List<String> paths(Object value) {
        return value instanceof List<?> all ? all.stream().map(String::valueOf).toList() : List.of();
    }

    private static long number(Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    /** Calls back when it comes or goes, or a device's state changes. */
    SystemBus.Subscription watch(Runnable changed) {
        SystemBus.Subscription name = bus.watch(NAME, _ -> changed.run());
        SystemBus.Subscription states = bus.listen(
                new SignalMatch(NAME, Optional.empty(), NAME + ".Device", "StateChanged"), _ -> changed.run());
        return () -> {
            states.close();
            name.close();
        };
    }
}
