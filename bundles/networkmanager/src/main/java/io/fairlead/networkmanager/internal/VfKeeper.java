package io.fairlead.networkmanager.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.Printable;
import io.fairlead.api.networkmanager.NetworkManager.Request;
import io.fairlead.api.networkmanager.NetworkManager.Way;
import io.fairlead.api.networkmanager.NmChange;
import io.fairlead.api.networkmanager.NmDevice;
import io.fairlead.api.resource.Persistence;
import io.fairlead.dbus.BusException;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.OwnFiles;
import io.fairlead.host.OwnFiles.Change;
import io.fairlead.host.OwnFiles.Foreign;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Keeps NetworkManager off VFs and gives them back, and looks whether it did so. */
final class VfKeeper {

    /** NetworkManager acts on udev's event, and takes a profile down first. */
    private static final Duration EFFECT = Duration.ofSeconds(4);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final HostFiles files;
    private final OwnFiles own;
    private final NmBus bus;
    private final Udev udev;

    VfKeeper(HostFiles files, OwnFiles own, NmBus bus, Udev udev) {
        this.files = files;
        this.own = own;
        this.bus = bus;
        this.udev = udev;
    }

    NmChange keepOff(PhysicalFunction pf, Request request, boolean running) {
        HostPath file = OurFiles.place(OurFiles.nameOf(pf), request.way(), request.persistence());
        List<String> managed = running ? managed(pf) : List.of();
        Change change = own.put(file, OurFiles.content(pf, request.way()), 0644,
                request.adopt() ? Foreign.ADOPT : Foreign.REFUSE);
        try {
            apply(request.way(), pf, running);
            if (request.way() == Way.UDEV_RULE) {
                refuseUnheard(pf);
            }
            List<NmDevice> after = running ? awaitUnmanaged(pf, file, request.way()) : List.of();
            if (request.persistence() == Persistence.KEEP) {
                // What is kept hides the try of the same name, so that nobody notices.
                own.remove(OurFiles.place(OurFiles.nameOf(pf), request.way(), Persistence.TRY), Foreign.ADOPT);
            }
            List<String> notes = new ArrayList<>();
            if (request.persistence() == Persistence.TRY) {
                notes.add("it is a try, which the next boot ends: say --keep to keep it");
            }
            if (request.way() == Way.KEYFILE) {
                notes.add(
                        "it goes by names: a VF that is renamed, or named otherwise than the kernel does, is not meant");
            }
            return new NmChange(OurFiles.nameOf(pf), written(change, file), after, notes);
        } catch (RuntimeException e) {
            takeBack(change, request.way(), pf, running, e);
            throw restore(pf, managed, e);
        }
    }

    private static List<String> written(Change change, HostPath file) {
        return change.happened() ? List.of(file.toString()) : List.of();
    }

    private void apply(Way way, PhysicalFunction pf, boolean running) {
        if (way == Way.UDEV_RULE) {
            udev.apply(interfaces(pf));
        } else if (running) {
            ask(() -> bus.reload());
        }
    }

    private void takeBack(Change change, Way way, PhysicalFunction pf, boolean running, RuntimeException failure) {
        try {
            change.undo();
            if (change.happened()) {
                apply(way, pf, running);
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Those of a PF's interfaces that NetworkManager manages. */
    List<String> managed(PhysicalFunction pf) {
        return ask(() -> devices(pf)).stream().filter(NmBus.Device::managed).map(NmBus.Device::name).toList();
    }

    /** It does not take up again by itself what a rule had kept it off; answers the failure, with what could not be restored. */
    private RuntimeException restore(PhysicalFunction pf, List<String> managed, RuntimeException failure) {
        if (managed.isEmpty()) {
            return failure;
        }
        try {
            devices(pf).stream().filter(device -> !device.managed() && managed.contains(device.name()))
                    .forEach(device -> bus.setManaged(device, true));
            return failure;
        } catch (BusException e) {
            failure.addSuppressed(e);
            return new FairleadException(Kind.HOST_FAILED,
                    "%s; what was written is gone, but NetworkManager may let go of VFs all the same: once it answers, nm:manage %s gives them back"
                            .formatted(failure.getMessage(), pf.label()),
                    failure);
        }
    }

    /**
     * What udev recorded decides about the VFs to come, and is the proof where NetworkManager does not run: a device that
     * it lets alone already stays so when udev takes its word back (seen).
     */
    private void refuseUnheard(PhysicalFunction pf) {
        interfaces(pf).stream().filter(name -> !UdevDevice.read(files, name).unmanaged()).findFirst()
                .ifPresent(name -> {
                    throw new FairleadException(Kind.HOST_FAILED,
                            "udev does not tell NetworkManager to leave %s alone, so what was written was taken back: %s"
                                    .formatted(Printable.of(name), new Explanation(files).overridingRule(name)));
                });
    }

    /** What it was told by a person it does whatever a rule says: then it has to be told again. */
    private List<NmDevice> awaitUnmanaged(PhysicalFunction pf, HostPath file, Way way) {
        List<NmBus.Device> devices = await(pf, device -> !device.managed());
        Explanation explanation = new Explanation(files);
        boolean byRule = way == Way.UDEV_RULE;
        List<NmBus.Device> told = devices.stream().filter(NmBus.Device::managed).filter(device -> byRule
                && UdevDevice.read(files, device.name()).unmanaged()).toList();
        if (!told.isEmpty()) {
            ask(() -> told.forEach(device -> bus.setManaged(device, false)));
            devices = await(pf, device -> !device.managed());
        }
        devices.stream().filter(NmBus.Device::managed).findFirst().ifPresent(device -> {
            throw new FairleadException(Kind.HOST_FAILED,
                    "NetworkManager still manages %s, so what was written was taken back: %s".formatted(device.name(),
                            explanation.whyStillManaged(device.name(), file, byRule)));
        });
        if (!byRule && devices.isEmpty()) {
            refuseCancelled(explanation, file);
        }
        return devices.stream().map(explanation::of).toList();
    }

    /** With no VF to look at, the configuration itself has to do. */
    private static void refuseCancelled(Explanation explanation, HostPath file) {
        explanation.config().malformed().stream().findFirst().ifPresent(fault -> {
            throw new FairleadException(Kind.HOST_FAILED, "the line would have no effect, and was taken back: "
                    + fault.describe());
        });
        explanation.config().cancels(file).ifPresent(line -> {
            throw new FairleadException(Kind.HOST_FAILED,
                    "the line would have no effect, and was taken back: %s replaces it"
                            .formatted(line.describe()));
        });
    }

    /** Takes away all that was written for a PF, and has NetworkManager manage its VFs. */
    NmChange giveBack(PhysicalFunction pf, boolean adopt, boolean running) {
        List<String> written = removeFiles(OurFiles.nameOf(pf), adopt, interfaces(pf));
        if (!running) {
            return new NmChange(OurFiles.nameOf(pf), written, List.of(), List.of());
        }
        List<NmBus.Device> devices = ask(() -> {
            bus.reload();
            List<NmBus.Device> now = devices(pf);
            // It does not take up again what a rule had kept it off: nm-device.c forgets udev's word only when told.
            now.stream().filter(device -> !device.managed()).forEach(device -> bus.setManaged(device, true));
            return now;
        });
        if (!devices.isEmpty()) {
            devices = await(pf, NmBus.Device::managed);
        }
        Explanation explanation = new Explanation(files);
        devices.stream().filter(device -> !device.managed()).findFirst().ifPresent(device -> {
            throw new FairleadException(Kind.HOST_FAILED,
                    "our files are gone, but NetworkManager still leaves %s alone: %s".formatted(device.name(),
                            explanation.of(device).why()));
        });
        return new NmChange(OurFiles.nameOf(pf), written, devices.stream().map(explanation::of).toList(), List.of());
    }

    /** Takes away what was written for a PF that is gone. */
    NmChange forget(String pf, boolean adopt) {
        List<String> written = removeFiles(pf, adopt, List.of());
        return new NmChange(pf, written, List.of(), List.of("there is no such PF now; only its files were taken away"));
    }

    /** All of them and udev knows it, or none. */
    private List<String> removeFiles(String pf, boolean adopt, List<String> interfaces) {
        List<String> written = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        try {
            for (Persistence persistence : Persistence.values()) {
                for (Way way : Way.values()) {
                    HostPath file = OurFiles.place(pf, way, persistence);
                    Change change = own.remove(file, adopt ? Foreign.ADOPT : Foreign.REFUSE);
                    changes.add(change);
                    written.addAll(written(change, file));
                }
            }
            udev.apply(interfaces);
            return written;
        } catch (FairleadException e) {
            changes.reversed().forEach(Change::undo);
            throw e;
        }
    }

    private List<NmBus.Device> await(PhysicalFunction pf, Predicate<NmBus.Device> wanted) {
        long deadline = System.nanoTime() + EFFECT.toNanos();
        List<NmBus.Device> now = ask(() -> devices(pf));
        while (!now.stream().allMatch(wanted) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            now = ask(() -> devices(pf));
        }
        return now;
    }

    private List<NmBus.Device> devices(PhysicalFunction pf) {
        List<String> names = interfaces(pf);
        return bus.devices().stream().filter(device -> names.contains(device.name())).toList();
    }

    private static List<String> interfaces(PhysicalFunction pf) {
        return pf.functions().stream().flatMap(vf -> vf.name().stream()).toList();
    }

    private static void ask(Runnable question) {
        ask(() -> {
            question.run();
            return true;
        });
    }

    private static <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (BusException e) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "NetworkManager did not answer, so nothing could be seen to take effect: " + e.getMessage(), e);
        }
    }
}
