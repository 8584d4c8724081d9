package io.fairlead.systemd.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.Printable;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.systemd.SystemdStatus;
import io.fairlead.api.systemd.UnitReport;
import io.fairlead.api.systemd.Units;
import io.fairlead.api.systemd.VfUnit;
import io.fairlead.api.systemd.VfUnitChange;
import io.fairlead.dbus.SystemBus;
import io.fairlead.host.Commands;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.OwnFiles;
import io.fairlead.host.WriterLock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Installs and removes VF units, and has systemd do what they say. */
@Component
public final class UnitsService implements Units {

    private final HostFiles files;
    private final OwnFiles own;
    private final WriterLock writer;
    private final Inventory inventory;
    private final Systemd systemd;
    private final Verification verification;
    private final VfUnits units;
    private final OtherOwners others;

    /** On these services. */
    @Activate
    public UnitsService(@Reference HostFiles files, @Reference DurableFiles durable, @Reference OwnFiles own,
            @Reference WriterLock writer, @Reference Commands commands, @Reference Inventory inventory,
            @Reference SystemBus bus) {
        this.files = files;
        this.own = own;
        this.writer = writer;
        this.inventory = inventory;
        this.systemd = new Systemd(bus, files);
        this.verification = new Verification(commands, durable);
        this.units = new VfUnits(systemd, new Journal(commands), files, own, inventory);
        this.others = new OtherOwners(files, units::isOurs);
    }

    @Override
    public UnitReport report() {
        SystemdStatus status = systemd.status();
        if (status.state() == SystemdStatus.State.RUNNING) {
            try {
                return new UnitReport(status, units.all(status), units.orderings(), others.find());
            } catch (FairleadException e) {
                status = new SystemdStatus(SystemdStatus.State.SILENT, e.getMessage());
            }
        }
        return new UnitReport(status, units.all(status), List.of(), others.find());
    }

    @Override
    public VfUnit unit(String pf) {
        String name = described(pf).orElseGet(() -> UnitName.of(inventory.physicalFunction(pf)));
        return units.one(name, systemd.status());
    }

    /** A PF that is described, though its card may be gone. */
    private Optional<String> described(String pf) {
        return units.described().stream().filter(pf::equals).findFirst();
    }

    @Override
    public synchronized VfUnitChange install(String pfName, Request request) {
        PhysicalFunction pf = inventory.physicalFunction(pfName);
        Description description = describe(pf, request);
        systemd.need();
        writer.claim();
        String name = UnitName.of(pf);
        UnitFiles place = UnitFiles.of(request.persistence());
        refuseUnderKept(name, request.persistence());
        verification.verify(UnitName.unit(name), place.templateText());
        Installation installation = new Installation(own, request.adopt());
        installation.onFailure(() -> readAgain(UnitName.unit(name)));
        try {
            place.contents(name, description, units.services()).forEach((file, content) -> installation.put(file,
                    content, file.equals(place.helper()) ? 0755 : 0644));
            bringIntoForce(name, place, request.persistence(), installation);
        } catch (RuntimeException e) {
            installation.undo(e);
            throw e;
        }
        return new VfUnitChange(name, installation.written(), units.one(name, systemd.status()),
                notes(pf, name, request.persistence()));
    }

    /** The last step of the way back, when the files are as they were. */
    private void readAgain(String unit) {
        systemd.reload();
        systemd.forgetFailure(unit);
    }

    private static Description describe(PhysicalFunction pf, Request request) {
        int vfs = request.vfs().orElseGet(pf::numVfs);
        int most = pf.totalVfs().orElse(Integer.MAX_VALUE);
        if (vfs < 1 || vfs > most) {
            throw new FairleadException(Kind.USAGE, request.vfs().isEmpty()
                    ? "%s has no VFs now, so it has to be said how many it is to have: --vfs N".formatted(pf.label())
                    : "%d VFs on %s are out of range: give %s".formatted(vfs, pf.label(),
                            pf.totalVfs().map("1 to %d"::formatted).orElse("1 or more")));
        }
        return Description.of(pf, vfs, request.probe().orElseGet(pf::probe));
    }

    /** systemd prefers the unit in /etc, and the helper the description in /run: a try beside a kept one is a mixture. */
    private void refuseUnderKept(String name, Persistence persistence) {
        HostPath kept = UnitFiles.of(Persistence.KEEP).template();
        if (persistence == Persistence.TRY && files.info(kept).isPresent()) {
            throw new FairleadException(Kind.NOT_CAPABLE,
                    "a try for %s would have no effect: systemd prefers %s to a unit in /run; say --keep".formatted(
                            name, kept));
        }
    }

    private void bringIntoForce(String name, UnitFiles place, Persistence persistence, Installation installation) {
        String unit = UnitName.unit(name);
        boolean wasActive = systemd.unit(unit).active().equals("active");
        if (installation.changedFiles()) {
            systemd.reload();
        }
        UnitState loaded = systemd.unit(unit);
        if (!loaded.file().equals(Optional.of(place.template().toString()))) {
            throw new FairleadException(Kind.HOST_FAILED, "systemd has %s from %s and not from %s: that file wins"
                    .formatted(unit, loaded.file().orElse("no file"), place.template()));
        }
        if (persistence == Persistence.KEEP && !loaded.enabled().equals(Optional.of("enabled"))) {
            systemd.enable(unit);
            installation.onFailure(() -> systemd.disable(unit));
        }
        if (!wasActive || installation.changedFiles()) {
            // A restart would stop it first, and so remove the VFs.
            String result = systemd.job(wasActive ? "ReloadUnit" : "StartUnit", unit);
            if (!result.equals("done")) {
                throw failed(name, unit, result);
            }
        }
    }

    private FairleadException failed(String name, String unit, String result) {
        VfUnit now = units.one(name, systemd.status());
        String last = now.journal().isEmpty() ? "the journal has no line of it" : now.journal().getLast();
        return new FairleadException(Kind.HOST_FAILED,
                "%s ended with '%s', so all was taken back: %s; journalctl -u %s has more".formatted(unit, result,
                        Printable.of(last), unit));
    }

    private List<String> notes(PhysicalFunction pf, String name, Persistence persistence) {
        List<String> notes = new ArrayList<>();
        List<Integer> held = pf.functions().stream().filter(vf -> !vf.holders().isEmpty()).map(vf -> vf.index())
                .toList();
        if (!held.isEmpty()) {
            notes.add("VFs %s are in use: their attributes are their holders', and were not described".formatted(held));
        }
        if (persistence == Persistence.TRY) {
            notes.add("it is a try, which the next boot ends: say --keep to have the VFs of %s at every boot"
                    .formatted(name));
        }
        others.find().forEach(
                owner -> notes.add("%s line %d makes VFs as well: %s: two owners of one PF undo each other's work"
                        .formatted(owner.file(), owner.line(), owner.text())));
        return notes;
    }

    @Override
    public synchronized VfUnitChange remove(String pf, boolean adopt) {
        String name = described(pf).orElseGet(() -> UnitName.of(inventory.physicalFunction(pf)));
        writer.claim();
        systemd.need();
        String unit = UnitName.unit(name);
        Installation installation = new Installation(own, adopt);
        installation.onFailure(() -> readAgain(unit));
        try {
            if (units.description(Persistence.KEEP, name).isPresent()
                    && systemd.unit(unit).enabled().equals(Optional.of("enabled"))) {
                systemd.disable(unit);
                installation.onFailure(() -> systemd.enable(unit));
            }
            for (Persistence persistence : Persistence.values()) {
                removeFiles(name, UnitFiles.of(persistence), installation);
            }
            if (installation.changedFiles()) {
                systemd.reload();
            }
        } catch (RuntimeException e) {
            installation.undo(e);
            throw e;
        }
        forget(unit);
        return new VfUnitChange(name, installation.written(), units.one(name, systemd.status()), List.of());
    }

    private void removeFiles(String name, UnitFiles place, Installation installation) {
        UnitFiles.SERVICES.forEach(service -> installation.remove(place.ordering(service, name)));
        installation.remove(place.description(name));
        if (files.list(place.descriptions()).isEmpty()) {
            installation.remove(place.template());
            installation.remove(place.helper());
        }
    }

    /** A unit without a file is only a memory of systemd's; stopping it runs nothing, so the VFs stay. */
    private void forget(String unit) {
        UnitState left = systemd.unit(unit);
        if (!left.loaded() && left.active().equals("active")) {
            systemd.job("StopUnit", unit);
        }
        systemd.forgetFailure(unit);
    }
}
