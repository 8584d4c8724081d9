package io.fairlead.systemd.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.api.PhysicalFunction;
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
import io.fairlead.host.OwnFiles;
import io.fairlead.host.WriterLock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tells how VF units stand, and has them installed and removed. */
@Component(service = {Units.class, UnitsService.class})
public final class UnitsService implements Units {

    private final Inventory inventory;
    private final Systemd systemd;
    private final UnitInstaller installer;
    private final VfUnits units;
    private final OtherOwners others;

    /** On these services. */
    @Activate
    public UnitsService(@Reference HostFiles files, @Reference DurableFiles durable, @Reference OwnFiles own,
            @Reference WriterLock writer, @Reference Commands commands, @Reference Inventory inventory,
            @Reference SystemBus bus) {
        this.inventory = inventory;
        this.systemd = new Systemd(bus, files);
        this.units = new VfUnits(systemd, new Journal(commands), files, own, inventory);
        this.installer = new UnitInstaller(files, own, writer, systemd, new Verification(commands, durable), units);
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
        return units.one(nameOf(pf), systemd.status());
    }

    /** One that is described is known, though its card may be gone. */
    private String nameOf(String pf) {
        return units.described().contains(pf) ? pf : inventory.nameOf(pf);
    }

    @Override
    public VfUnitChange install(String pfName, Request request) {
        PhysicalFunction pf = inventory.physicalFunction(pfName);
        Description description = describe(pf, request);
        String name = pf.fileName();
        Descriptions wanted = switch (request.persistence()) {
            case KEEP -> new Descriptions(Optional.of(description), Optional.empty());
            case TRY -> new Descriptions(units.descriptions(name).kept(), Optional.of(description));
        };
        List<String> written = installer.bring(name, wanted, request.adopt());
        return new VfUnitChange(name, written, units.one(name, systemd.status()),
                notes(pf, name, request.persistence()));
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
    public VfUnitChange remove(String pf, boolean adopt) {
        String name = nameOf(pf);
        List<String> written = installer.bring(name, Descriptions.NONE, adopt);
        return new VfUnitChange(name, written, units.one(name, systemd.status()), List.of());
    }

    /** How units stand, for this bundle's resources. */
    VfUnits units() {
        return units;
    }

    /** Who brings them to another state, one at a time. */
    UnitInstaller installer() {
        return installer;
    }

    /** Who else makes VFs. */
    OtherOwners others() {
        return others;
    }

    SystemdStatus status() {
        return systemd.status();
    }
}
