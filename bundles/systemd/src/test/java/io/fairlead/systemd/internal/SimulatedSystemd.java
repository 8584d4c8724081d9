package io.fairlead.systemd.internal;

import io.fairlead.dbus.BusCall;
import io.fairlead.dbus.BusObject;
import io.fairlead.dbus.BusStatus;
import io.fairlead.dbus.Peer;
import io.fairlead.dbus.Signal;
import io.fairlead.dbus.SignalMatch;
import io.fairlead.dbus.SystemBus;
import io.fairlead.dbus.Variant;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.simulated.SimulatedHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A systemd on a simulated host: loads units by the order of its directories, and sees a new file when told to reload. */
final class SimulatedSystemd implements SystemBus {

    /** What was asked of it that has an effect: {@code StartUnit interface-vf@eno4.service}. */
    final List<String> jobs = new ArrayList<>();
    /** How often it was told to read its units again. */
    int reloads;
    /** The result of the next job of a unit's start. */
    String result = "done";

    private final SimulatedHost host;
    private final HostFiles files;
    private final Map<String, Optional<String>> loaded = new HashMap<>();
    private final Set<String> active = new HashSet<>();
    private final List<Consumer<Signal>> listeners = new ArrayList<>();

    SimulatedSystemd(SimulatedHost host) {
        this.host = host;
        this.files = host.files();
        host.putFile(HostPath.RUN.resolve("systemd/system/session.slice"), "");
        host.putFile(HostPath.USR.resolve("lib/systemd/system/libvirtd.service"), "");
    }

    boolean isActive(String unit) {
        return active.contains(unit);
    }

    @Override
    public List<Object> call(BusCall call, Duration bound) {
        Object first = call.arguments().isEmpty() ? "" : call.arguments().getFirst();
        return switch (call.member()) {
            case "LoadUnit" -> List.of("/unit/" + first);
            case "Reload" -> {
                reloads++;
                loaded.clear();
                yield List.of();
            }
            case "EnableUnitFiles" -> {
                host.putFile(link(((List<?>) first).getFirst()), "");
                yield List.of();
            }
            case "DisableUnitFiles" -> {
                host.durableFiles().delete(link(((List<?>) first).getFirst()));
                yield List.of();
            }
            case "StartUnit", "ReloadUnit", "StopUnit" -> List.of(job(call.member(), first.toString()));
            default -> List.of();
        };
    }

    private static HostPath link(Object unit) {
        return HostPath.ETC.resolve("systemd/system/multi-user.target.wants/" + unit);
    }

    private String job(String method, String unit) {
        jobs.add(method + " " + unit);
        if (method.equals("StopUnit")) {
            active.remove(unit);
        } else if (result.equals("done")) {
            active.add(unit);
        }
        Signal removed = new Signal("/manager", "Manager", "JobRemoved", List.of(1L, "/job/1", unit, result));
        List.copyOf(listeners).forEach(listener -> listener.accept(removed));
        return "/job/1";
    }

    @Override
    public Map<String, Object> properties(BusObject object, Duration bound) {
        String unit = object.path().substring("/unit/".length());
        Optional<String> file = loaded.computeIfAbsent(unit, this::find);
        return Map.of("LoadState", file.isPresent() ? "loaded" : "not-found", "FragmentPath", file.orElse(""),
                "UnitFileState", file.isEmpty() ? "" : files.info(link(unit)).isPresent() ? "enabled" : "disabled",
                "ActiveState", active.contains(unit) ? "active" : "inactive", "After", List.of(), "Wants", List.of());
    }

    private Optional<String> find(String unit) {
        String template = unit.replaceFirst("@.*\\.", "@.");
        return Stream.of(HostPath.ETC, HostPath.RUN, HostPath.USR.resolve("lib"))
                .map(top -> top.resolve("systemd/system/" + template)).filter(files::exists).map(HostPath::toString)
                .findFirst();
    }

    @Override
    public Object property(BusObject object, String name, Duration bound) {
        return name.equals("Version") ? "257" : "success";
    }

    @Override
    public Subscription listen(SignalMatch match, Consumer<Signal> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public BusStatus status() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setProperty(BusObject object, String name, Variant value, Duration bound) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Peer> owner(String name, Duration bound) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Subscription watch(String name, Consumer<Optional<Peer>> listener) {
        throw new UnsupportedOperationException();
    }
}
