package io.fairlead.networkmanager.internal;

import io.fairlead.dbus.BusException;
import io.fairlead.dbus.BusException.Reason;
import io.fairlead.dbus.BusObject;
import io.fairlead.dbus.SignalMatch;
import io.fairlead.dbus.SystemBus;
import io.fairlead.dbus.Variant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * NetworkManager over the bus (its D-Bus reference, 1.42 and 1.52). Each call is bounded, and by {@link #within} also
 * all calls of one question.
 */
final class NmBus {

    private static final String NAME = "org.freedesktop.NetworkManager";
    private static final BusObject MANAGER = new BusObject(NAME, "/org/freedesktop/NetworkManager", NAME);
    private static final BusObject SETTINGS = new BusObject(NAME, "/org/freedesktop/NetworkManager/Settings",
            NAME + ".Settings");
    private static final BusObject OBJECTS = new BusObject(NAME, "/org/freedesktop",
            "org.freedesktop.DBus.ObjectManager");
    private static final String DEVICE = NAME + ".Device";
    private static final String ACTIVE = NAME + ".Connection.Active";
    static final Duration CALL = Duration.ofSeconds(3);
    /** NM_MANAGER_RELOAD_FLAG_CONF: the configuration, and not DNS. */
    private static final long RELOAD_CONF = 1;
    private static final long UNMANAGED = 10;
    private static final String NO_OBJECT = "/";

    private final SystemBus bus;
    private final BooleanSupplier patient;
    private final Duration patience;

    /** For calls of which each has its own bound. */
    NmBus(SystemBus bus) {
        this(bus, () -> true, Duration.ZERO);
    }

    private NmBus(SystemBus bus, BooleanSupplier patient, Duration patience) {
        this.bus = bus;
        this.patient = patient;
        this.patience = patience;
    }

    /** The same for one question of many calls: none of them begins later than this from now, and {@link #CALL} bounds the last. */
    NmBus within(Duration whole) {
        long end = System.nanoTime() + whole.toNanos();
        return new NmBus(bus, () -> System.nanoTime() - end < 0, whole);
    }

    private Duration bound() {
        if (!patient.getAsBoolean()) {
            throw new BusException(Reason.TIMEOUT,
                    "%s is slow and did not answer all questions within %d s".formatted(NAME, patience.toSeconds()),
                    null);
        }
        return CALL;
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
        return String.valueOf(bus.property(MANAGER, "Version", bound()));
    }

    boolean isRunning() {
        return bus.owner(NAME, bound()).isPresent();
    }

    /** All of them as they were at one moment, in one answer where that is not too long for the bus's client. */
    List<Device> devices() {
        Object answer;
        try {
            answer = bus.call(OBJECTS.call("GetManagedObjects"), bound()).getFirst();
        } catch (BusException e) {
            if (e.reason() != Reason.UNREADABLE) {
                throw e;
            }
            return devicesOneByOne();
        }
        Map<?, ?> objects = map(answer);
        List<Device> devices = new ArrayList<>();
        objects.forEach((path, interfaces) -> {
            Map<?, ?> device = map(map(interfaces).get(DEVICE));
            if (!device.isEmpty()) {
                devices.add(device(String.valueOf(path), device,
                        active -> map(map(objects.get(active)).get(ACTIVE)).get("Id")));
            }
        });
        devices.sort(Comparator.comparing(Device::name));
        return devices;
    }

    /** For hosts with more than some 1,500 interfaces. */
    private List<Device> devicesOneByOne() {
        List<Device> devices = new ArrayList<>();
        for (String path : paths(bus.property(MANAGER, "AllDevices", bound()))) {
            try {
                devices.add(device(path, bus.properties(MANAGER.at(path).as(DEVICE), bound()),
                        active -> bus.property(MANAGER.at(active).as(ACTIVE), "Id", bound())));
            } catch (BusException e) {
                skipGone(e);
            }
        }
        return devices;
    }

    private static Device device(String path, Map<?, ?> all, Function<String, Object> profile) {
        long reason = all.get("StateReason") instanceof List<?> pair && pair.size() == 2 ? number(pair.get(1)) : 0;
        return new Device(path, String.valueOf(all.get("Interface")), number(all.get("State")), reason,
                Optional.ofNullable(all.get("ActiveConnection")).map(String::valueOf)
                        .filter(active -> !active.equals(NO_OBJECT)).map(profile).map(String::valueOf));
    }

    /** Tells it, until it forgets the device, whether to manage it; that outranks rules and lines. */
    void setManaged(Device device, boolean managed) {
        bus.setProperty(MANAGER.at(device.path()).as(DEVICE), "Managed", new Variant("b", managed), bound());
    }

    /** Has it read its configuration again; it answers success also when it refuses what it read. */
    void reload() {
        bus.call(MANAGER.call("Reload", "u", RELOAD_CONF), bound());
    }

    List<VfProfile> vfProfiles() {
        List<VfProfile> profiles = new ArrayList<>();
        for (String path : paths(bus.call(SETTINGS.call("ListConnections"), bound()).getFirst())) {
            try {
                vfProfile(path).ifPresent(profiles::add);
            } catch (BusException e) {
                skipGone(e);
            }
        }
        return profiles;
    }

    private Optional<VfProfile> vfProfile(String path) {
        BusObject connection = SETTINGS.at(path).as(NAME + ".Settings.Connection");
        if (bus.call(connection.call("GetSettings"), bound()).getFirst() instanceof Map<?, ?> settings
                && settings.get("sriov") instanceof Map<?, ?> sriov && number(sriov.get("total-vfs")) > 0
                && settings.get("connection") instanceof Map<?, ?> about) {
            return Optional.of(new VfProfile(String.valueOf(about.get("id")),
                    String.valueOf(bus.property(connection, "Filename", bound())),
                    Optional.ofNullable(about.get("interface-name")).map(String::valueOf),
                    number(sriov.get("total-vfs"))));
        }
        return Optional.empty();
    }

    /** What went away between the list and the question is not there. */
    private static void skipGone(BusException e) {
        if (e.reason() != Reason.REFUSED) {
            throw e;
        }
    }

    private static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
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
