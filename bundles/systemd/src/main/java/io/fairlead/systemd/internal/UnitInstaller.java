package io.fairlead.systemd.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Printable;
import io.fairlead.api.resource.Persistence;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.OwnFiles;
import io.fairlead.host.OwnFiles.Foreign;
import io.fairlead.host.OwnFiles.Standing;
import io.fairlead.host.WriterLock;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Brings the files of a PF's unit to what is wanted, and has systemd do what they say. */
final class UnitInstaller {

    private static final UnitFiles KEPT = UnitFiles.of(Persistence.KEEP);
    private static final UnitFiles TRIED = UnitFiles.of(Persistence.TRY);

    private static final String START = "StartUnit";

    private final HostFiles files;
    private final OwnFiles own;
    private final WriterLock writer;
    private final Systemd systemd;
    private final Verification verification;
    private final VfUnits units;

    UnitInstaller(HostFiles files, OwnFiles own, WriterLock writer, Systemd systemd, Verification verification,
            VfUnits units) {
        this.files = files;
        this.own = own;
        this.writer = writer;
        this.systemd = systemd;
        this.verification = verification;
        this.units = units;
    }

    /**
     * Brings a PF's unit to these descriptions, all or nothing, and has it make VFs that are described anew. VFs that are so
     * are not touched, and without a description they stay as they are.
     *
     * @return the files that were written or taken away
     */
    synchronized List<String> bring(String name, Descriptions wanted, boolean adopt) {
        Foreign policy = adopt ? Foreign.ADOPT : Foreign.REFUSE;
        return change(name, wanted, new Installation(own, policy, policy), true);
    }

    /** The same for what a document declares: what others changed of ours is kept aside and gives way, their own files do not. */
    synchronized List<String> declare(String name, Descriptions wanted) {
        return change(name, wanted, new Installation(own, Foreign.REFUSE, Foreign.ADOPT), true);
    }

    /** The same, but no VF is touched: of the way back, they are another resource. Files that others changed give way. */
    synchronized List<String> putBack(String name, Descriptions wanted) {
        return change(name, wanted, new Installation(own, Foreign.ADOPT, Foreign.ADOPT), false);
    }

    private List<String> change(String name, Descriptions wanted, Installation installation, boolean run) {
        systemd.need();
        writer.claim();
        String unit = UnitName.unit(name);
        Descriptions before = units.descriptions(name);
        boolean wasActive = systemd.unit(unit).active().equals("active");
        boolean underKept = wanted.kept().isPresent() || isKeptByOthers(name);
        refuseUnderForeign(name, wanted);
        UnitFiles place = underKept ? KEPT : TRIED;
        if (wanted.inForce().isPresent() && !isThere(place)) {
            verification.verify(unit, place.templateText());
        }
        installation.onFailure(() -> readAgain(unit));
        try {
            if (before.kept().isPresent() && wanted.kept().isEmpty()) {
                disable(unit, installation);
            }
            putFiles(name, wanted, underKept, installation);
            if (installation.written().stream().anyMatch(UnitInstaller::isReadBySystemd)) {
                systemd.reload();
            }
            if (wanted.inForce().isPresent()) {
                readBack(unit, place);
                if (wanted.kept().isPresent()) {
                    enable(unit, installation);
                }
                boolean anew = !wasActive || !wanted.inForce().equals(before.inForce());
                if (run && anew) {
                    runJob(name, unit, wasActive);
                } else if (!run && !wasActive && isAsDescribed(name, wanted)) {
                    // The files are back whether it succeeds or not, and it says itself what is amiss.
                    String _ = systemd.job(START, unit);
                }
            }
        } catch (RuntimeException e) {
            installation.undo(e);
            throw e;
        }
        if (wanted.inForce().isEmpty()) {
            forget(name);
        }
        return installation.written();
    }

    private boolean isThere(UnitFiles place) {
        return files.content(place.template()).filter(there -> Arrays.equals(there, place.templateText())).isPresent();
    }

    /** Not the descriptions, nor the program that reads them: to have systemd read all again takes it a while. */
    private static boolean isReadBySystemd(String file) {
        return Stream.of(KEPT, TRIED).anyMatch(place -> file.startsWith(place.units() + "/"));
    }

    /** The last step of the way back, when the files are as they were. */
    private void readAgain(String unit) {
        systemd.reload();
        systemd.forgetFailure(unit);
    }

    private boolean isKeptByOthers(String name) {
        return isOurs(own.standing(KEPT.template()))
                && files.list(KEPT.descriptions()).stream().anyMatch(other -> !other.equals(name));
    }

    private static boolean isOurs(Standing standing) {
        return standing == Standing.OURS || standing == Standing.CHANGED;
    }

    private boolean isOurs(UnitState unit) {
        return Stream.of(KEPT, TRIED).map(UnitFiles::template)
                .anyMatch(template -> unit.file().equals(Optional.of(template.toString()))
                        && isOurs(own.standing(template)));
    }

    /** systemd prefers the template in /etc: beside somebody else's there a try is without effect. */
    private void refuseUnderForeign(String name, Descriptions wanted) {
        if (wanted.tried().isPresent() && wanted.kept().isEmpty() && files.info(KEPT.template()).isPresent()
                && !isOurs(own.standing(KEPT.template()))) {
            throw new FairleadException(Kind.NOT_CAPABLE,
                    "a try for %s would have no effect: systemd prefers %s, which is not as Fairlead writes it, to a unit in /run; look at it, then say --keep --adopt"
                            .formatted(name, KEPT.template()));
        }
    }

    /** What is to go goes last: there is no moment without the one or the other. */
    private void putFiles(String name, Descriptions wanted, boolean underKept, Installation installation) {
        List<String> services = wanted.inForce().isPresent() ? units.services() : List.of();
        wanted.kept().ifPresent(description -> {
            putUnit(KEPT, installation);
            putText(KEPT.description(name), description, installation);
            order(KEPT, name, services, installation);
        });
        wanted.tried().ifPresent(description -> {
            if (!underKept) {
                putUnit(TRIED, installation);
            }
            putText(TRIED.description(name), description, installation);
            if (wanted.kept().isEmpty()) {
                order(TRIED, name, services, installation);
            }
        });
        if (wanted.tried().isEmpty()) {
            installation.remove(TRIED.description(name));
        }
        if (wanted.tried().isEmpty() || wanted.kept().isPresent()) {
            unorder(TRIED, name, installation);
        }
        if (wanted.kept().isEmpty()) {
            unorder(KEPT, name, installation);
            installation.remove(KEPT.description(name));
        }
        sweep(installation);
    }

    private static void putUnit(UnitFiles place, Installation installation) {
        installation.put(place.helper(), place.helperText(), 0755);
        installation.put(place.template(), place.templateText(), 0644);
    }

    private static void putText(HostPath file, Description description, Installation installation) {
        installation.put(file, description.text().getBytes(StandardCharsets.UTF_8), 0644);
    }

    private static void order(UnitFiles place, String name, List<String> services, Installation installation) {
        services.forEach(
                service -> installation.put(place.ordering(service, name), place.orderingText(name), 0644));
    }

    private static void unorder(UnitFiles place, String name, Installation installation) {
        UnitFiles.SERVICES.forEach(service -> installation.remove(place.ordering(service, name)));
    }

    /** A template that is of no use any more; one that is kept serves tries too, where it was there before them. */
    private void sweep(Installation installation) {
        boolean tried = !files.list(TRIED.descriptions()).isEmpty();
        boolean kept = !files.list(KEPT.descriptions()).isEmpty();
        if (!tried) {
            removeUnit(TRIED, installation);
        }
        if (!kept && (!tried || files.info(TRIED.template()).isPresent())) {
            removeUnit(KEPT, installation);
        }
    }

    private static void removeUnit(UnitFiles place, Installation installation) {
        installation.remove(place.template());
        installation.remove(place.helper());
    }

    private void readBack(String unit, UnitFiles place) {
        UnitState loaded = systemd.unit(unit);
        if (!loaded.file().equals(Optional.of(place.template().toString()))) {
            throw new FairleadException(Kind.HOST_FAILED, "systemd has %s from %s and not from %s: that file wins"
                    .formatted(unit, loaded.file().orElse("no file"), place.template()));
        }
    }

    private void enable(String unit, Installation installation) {
        if (!isEnabled(unit)) {
            systemd.enable(unit);
            installation.onFailure(() -> systemd.disable(unit));
        }
    }

    private void disable(String unit, Installation installation) {
        if (isEnabled(unit)) {
            systemd.disable(unit);
            installation.onFailure(() -> systemd.enable(unit));
        }
    }

    private boolean isEnabled(String unit) {
        return systemd.unit(unit).enabled().equals(Optional.of("enabled"));
    }

    private boolean isAsDescribed(String name, Descriptions wanted) {
        return wanted.inForce().filter(description -> units.drift(description, name).isEmpty()).isPresent();
    }

    private void runJob(String name, String unit, boolean wasActive) {
        // A restart would stop it first, and so remove the VFs.
        String result = systemd.job(wasActive ? "ReloadUnit" : START, unit);
        if (!result.equals("done")) {
            List<String> journal = units.one(name, systemd.status()).journal();
            String last = journal.isEmpty() ? "the journal has no line of it" : journal.getLast();
            throw new FairleadException(Kind.HOST_FAILED,
                    "%s ended with '%s', so all was taken back: %s; journalctl -u %s has more".formatted(unit, result,
                            Printable.of(last), unit));
        }
    }

    /**
     * A unit without a file is only a memory of systemd's; stopping it runs nothing, so the VFs stay. So they do where our
     * template stays for another PF: its program leaves VFs that are no longer described.
     */
    synchronized void forget(String name) {
        String unit = UnitName.unit(name);
        UnitState left = systemd.unit(unit);
        if ((!left.loaded() || isOurs(left)) && left.active().equals("active")) {
            systemd.job("StopUnit", unit);
        }
        systemd.forgetFailure(unit);
    }
}
