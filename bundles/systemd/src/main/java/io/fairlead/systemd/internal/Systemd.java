package io.fairlead.systemd.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.systemd.SystemdStatus;
import io.fairlead.dbus.BusException;
import io.fairlead.dbus.BusException.Reason;
import io.fairlead.dbus.BusObject;
import io.fairlead.dbus.SignalMatch;
import io.fairlead.dbus.SystemBus;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** PID 1 over the bus: org.freedesktop.systemd1(5). Each call is bounded; what does not answer is said in one sentence. */
final class Systemd {

    private static final String NAME = "org.freedesktop.systemd1";
    private static final String UNIT = NAME + ".Unit";
    private static final BusObject MANAGER = new BusObject(NAME, "/org/freedesktop/systemd1", NAME + ".Manager");
    /** For what systemd answers out of its memory. */
    private static final Duration ASK = Duration.ofSeconds(4);
    /** For reading all unit files again, and for links to them; also while it executes itself anew. */
    private static final Duration RELOAD = Duration.ofSeconds(30);
    /** TimeoutStartSec= of our unit, and what ending it takes. */
    private static final Duration JOB = Duration.ofSeconds(200);

    private final SystemBus bus;
    private final HostFiles files;

    Systemd(SystemBus bus, HostFiles files) {
        this.bus = bus;
        this.files = files;
    }

    SystemdStatus status() {
        if (!files.exists(HostPath.RUN.resolve("systemd/system"))) {
            return new SystemdStatus(SystemdStatus.State.ABSENT, "this host was not booted with systemd");
        }
        try {
            return new SystemdStatus(SystemdStatus.State.RUNNING,
                    String.valueOf(bus.property(MANAGER, "Version", ASK)));
        } catch (BusException e) {
            return new SystemdStatus(SystemdStatus.State.SILENT, "systemd cannot be asked: " + e.getMessage());
        }
    }

    /** Refuses what cannot go on without systemd. */
    void need() {
        SystemdStatus status = status();
        if (status.state() != SystemdStatus.State.RUNNING) {
            throw new FairleadException(Kind.HOST_FAILED, "%s, and nothing was changed: %s".formatted(status.detail(),
                    status.state() == SystemdStatus.State.ABSENT
                            ? "make the VFs at boot by the means of its own init"
                            : "look at it with systemctl status, then try again"));
        }
    }

    /** Has systemd read all unit files again. */
    void reload() {
        ask(() -> bus.call(MANAGER.call("Reload"), RELOAD), "read its units again");
    }

    /** Has it started at boot. As systemctl(1) does, the links are made first and then read. */
    void enable(String unit) {
        ask(() -> bus.call(MANAGER.call("EnableUnitFiles", "asbb", List.of(unit), false, false), RELOAD),
                "enable " + unit);
        reload();
    }

    void disable(String unit) {
        ask(() -> bus.call(MANAGER.call("DisableUnitFiles", "asb", List.of(unit), false), RELOAD), "disable " + unit);
        reload();
    }

    /** Forgets that it failed; one that had not is no error. */
    void forgetFailure(String unit) {
        try {
            bus.call(MANAGER.call("ResetFailedUnit", "s", unit), ASK);
        } catch (BusException e) {
            if (e.reason() != Reason.REFUSED) {
                throw failed("forget the failure of " + unit, e);
            }
        }
    }

    /** What systemd knows of a unit. */
    UnitState unit(String name) {
        return ask(() -> {
            BusObject unit = MANAGER.at(String.valueOf(bus.call(MANAGER.call("LoadUnit", "s", name), ASK).getFirst()))
                    .as(UNIT);
            Map<String, Object> all = new HashMap<>(bus.properties(unit, ASK));
            if ("loaded".equals(all.get("LoadState")) && name.endsWith(".service")) {
                all.put("Result", bus.property(unit.as(NAME + ".Service"), "Result", ASK));
            }
            return UnitState.of(all);
        }, "tell about " + name);
    }

    /**
     * Has systemd do a job and waits for its end.
     *
     * @param method {@code StartUnit}, {@code ReloadUnit} or {@code StopUnit}
     * @return the job's result: {@code done}, {@code failed}, {@code timeout}, {@code dependency} …
     */
    String job(String method, String unit) {
        return ask(() -> {
            subscribe();
            Map<String, CompletableFuture<String>> ended = new ConcurrentHashMap<>();
            // JobRemoved: its number, its object, the unit, the result
            try (SystemBus.Subscription _ = bus.listen(
                    new SignalMatch(NAME, Optional.of(MANAGER.path()), MANAGER.interfaceName(), "JobRemoved"),
                    signal -> ended.computeIfAbsent(String.valueOf(signal.values().get(1)),
                            _ -> new CompletableFuture<>()).complete(String.valueOf(signal.values().get(3))))) {
                String job = String.valueOf(
                        bus.call(MANAGER.call(method, "ss", unit, "replace"), RELOAD).getFirst());
                return await(unit, ended.computeIfAbsent(job, _ -> new CompletableFuture<>()));
            }
        }, "%s %s".formatted(method.equals("StopUnit") ? "stop" : "start", unit));
    }

    /** It sends no signals to who has not asked for them; a second time is refused, also after it has executed itself anew. */
    private void subscribe() {
        try {
            bus.call(MANAGER.call("Subscribe"), ASK);
        } catch (BusException e) {
            if (!e.errorName().equals(Optional.of(NAME + ".AlreadySubscribed"))) {
                throw e;
            }
        }
    }

    private static String await(String unit, CompletableFuture<String> result) {
        try {
            return result.get(JOB.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new FairleadException(Kind.HOST_FAILED, "systemd did not end the job of %s within %d s: %s"
                    .formatted(unit, JOB.toSeconds(), "systemctl list-jobs tells what it waits for"), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FairleadException(Kind.PENDING,
                    "the job of %s goes on by itself: unit:list tells how it ends".formatted(unit), e);
        }
    }

    private <T> T ask(Question<T> question, String what) {
        try {
            return question.answer();
        } catch (BusException e) {
            throw failed(what, e);
        }
    }

    private static FairleadException failed(String what, BusException e) {
        return new FairleadException(Kind.HOST_FAILED, "systemd did not %s: %s".formatted(what, e.getMessage()), e);
    }

    /** Something that the bus may not answer. */
    private interface Question<T> {
        T answer();
    }
}
