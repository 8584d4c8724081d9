package io.fairlead.networkmanager.internal;

import io.fairlead.dbus.BusCall;
import io.fairlead.dbus.BusException;
import io.fairlead.dbus.BusObject;
import io.fairlead.dbus.BusStatus;
import io.fairlead.dbus.Peer;
import io.fairlead.dbus.Signal;
import io.fairlead.dbus.SignalMatch;
import io.fairlead.dbus.SystemBus;
import io.fairlead.dbus.Variant;
import io.fairlead.host.Commands.Result;
import io.fairlead.host.HostPath;
import io.fairlead.host.simulated.SimulatedHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * NetworkManager and udev on a simulated host, as they were seen on 1.42 and 1.52: it lets go of a device when udev says so, does
 * not take it up again by itself, and outweighs udev with what a person told it.
 */
final class SimulatedNetworkManager implements SystemBus {

    private static final String NAME = "org.freedesktop.NetworkManager";
    private static final HostPath NET = HostPath.SYS.resolve("class/net");
    private static final String DEVICES = "/org/freedesktop/NetworkManager/Devices/";

    private final SimulatedHost host;
    private final Set<String> unmanaged = new LinkedHashSet<>();
    private final Map<String, Boolean> told = new LinkedHashMap<>();
    private final List<Map<String, Object>> profiles = new ArrayList<>();
    private boolean running = true;
    private boolean frozen;

    SimulatedNetworkManager(SimulatedHost host) {
        this.host = host;
        host.putFile(HostPath.USR.resolve("sbin/NetworkManager"), "");
        host.putFile(HostPath.RUN.resolve("udev/control"), "");
        host.install("udevadm", this::udevadm);
    }

    void stop() {
        running = false;
    }

    void freeze() {
        frozen = true;
    }

    /** A profile that makes VFs. */
    void addProfile(String id, String interfaceName, long totalVfs) {
        profiles.add(Map.of("connection", Map.of("id", id, "interface-name", interfaceName), "sriov",
                Map.of("total-vfs", totalVfs)));
    }

    /** As {@code nmcli device set}. */
    void tell(String device, boolean managed) {
        told.put(device, managed);
    }

    /** The VFs' interfaces that it manages. */
    List<String> managed() {
        return interfaces().stream().filter(this::isManaged).toList();
    }

    private List<String> interfaces() {
        return host.files().list(NET).stream().filter(name -> host.files().exists(physicalFunction(name))).toList();
    }

    private static HostPath physicalFunction(String device) {
        return NET.resolve(device + "/device/physfn");
    }

    private boolean isManaged(String device) {
        appeared();
        return told.getOrDefault(device, !unmanaged.contains(device));
    }

    /** udev applies the rules of the host to the VFs; every VF's interface is triggered. */
    private Result udevadm(List<String> words) {
        if (words.getFirst().equals("trigger")) {
            interfaces().forEach(this::judge);
        }
        return new Result(0, "", "");
    }

    /** udev applies its rules to a VF also when that appears. */
    private void appeared() {
        interfaces().stream().filter(device -> !host.files().exists(data(device))).forEach(device -> {
            unmanaged.remove(device);
            judge(device);
        });
    }

    private void judge(String device) {
        boolean off = ruled(device);
        host.putFile(data(device), off ? "E:NM_UNMANAGED=1\n" : "E:ID_NET=x\n");
        if (off) {
            unmanaged.add(device);
        }
    }

    private HostPath data(String device) {
        return HostPath.RUN.resolve("udev/data/n" + index(device));
    }

    private String index(String device) {
        return host.files().read(NET.resolve(device + "/ifindex")).orElseThrow();
    }

    /** A file below /etc hides one of its name below /run. */
    private boolean ruled(String device) {
        return host.files().list(physicalFunction(device).resolve("net")).stream()
                .anyMatch(pf -> rule(pf).filter(text -> text.contains("NM_UNMANAGED")).isPresent());
    }

    private Optional<String> rule(String pf) {
        String file = "udev/rules.d/90-fairlead-vfs-of-%s.rules".formatted(pf);
        return host.files().read(HostPath.ETC.resolve(file)).or(() -> host.files().read(HostPath.RUN.resolve(file)));
    }

    @Override
    public Optional<Peer> owner(String name, Duration bound) {
        return running ? Optional.of(new Peer(":1.7", 0)) : Optional.empty();
    }

    @Override
    public Object property(BusObject object, String name, Duration bound) {
        answers();
        return switch (name) {
            case "Version" -> "1.52.0";
            case "AllDevices" -> interfaces().stream().map(DEVICES::concat).toList();
            case "Filename" -> "/etc/NetworkManager/system-connections/x.nmconnection";
            default -> throw new BusException("no.such.property", name);
        };
    }

    @Override
    public Map<String, Object> properties(BusObject object, Duration bound) {
        answers();
        String device = object.path().substring(DEVICES.length());
        return Map.of("Interface", device, "State", isManaged(device) ? 100L : 10L, "ActiveConnection", "/");
    }

    @Override
    public List<Object> call(BusCall call, Duration bound) {
        answers();
        return switch (call.member()) {
            case "Reload" -> List.of();
            case "GetManagedObjects" -> List.of(interfaces().stream().map(DEVICES::concat).collect(Collectors
                    .toMap(path -> path, path -> Map.of(NAME + ".Device",
                            properties(new BusObject(NAME, path, NAME), bound)))));
            case "ListConnections" -> List.of(profiles.stream().map(one -> "/" + profiles.indexOf(one)).toList());
            case "GetSettings" -> List.of(profiles.get(Integer.parseInt(call.object().path().substring(1))));
            default -> throw new BusException("no.such.method", call.member());
        };
    }

    @Override
    public void setProperty(BusObject object, String name, Variant value, Duration bound) {
        answers();
        told.put(object.path().substring(DEVICES.length()), (Boolean) value.value());
    }

    private void answers() {
        if (frozen) {
            throw new BusException(BusException.Reason.TIMEOUT, "it did not answer within 3 s", null);
        }
        if (!running) {
            throw new BusException(BusException.Reason.NO_PEER, "nobody owns the name", null);
        }
    }

    @Override
    public BusStatus status() {
        return new BusStatus.Unused();
    }

    @Override
    public Subscription listen(SignalMatch match, Consumer<Signal> listener) {
        return () -> {
        };
    }

    @Override
    public Subscription watch(String name, Consumer<Optional<Peer>> listener) {
        listener.accept(owner(name, Duration.ZERO));
        return () -> {
        };
    }
}
