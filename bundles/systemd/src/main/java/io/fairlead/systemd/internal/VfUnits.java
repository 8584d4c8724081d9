package io.fairlead.systemd.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.Inventory;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.systemd.Ordering;
import io.fairlead.api.systemd.SystemdStatus;
import io.fairlead.api.systemd.VfUnit;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.OwnFiles;
import io.fairlead.host.OwnFiles.Standing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads how VF units stand: our files, systemd's word, the PFs themselves. */
final class VfUnits {

    private static final int JOURNAL_LINES = 5;

    private final Systemd systemd;
    private final Journal journal;
    private final HostFiles files;
    private final OwnFiles own;
    private final Inventory inventory;

    VfUnits(Systemd systemd, Journal journal, HostFiles files, OwnFiles own, Inventory inventory) {
        this.systemd = systemd;
        this.journal = journal;
        this.files = files;
        this.own = own;
        this.inventory = inventory;
    }

    /** The names of the PFs that are described. */
    List<String> described() {
        TreeSet<String> names = new TreeSet<>();
        for (Persistence persistence : Persistence.values()) {
            names.addAll(files.list(UnitFiles.of(persistence).descriptions()));
        }
        return List.copyOf(names);
    }

    Descriptions descriptions(String name) {
        return new Descriptions(description(Persistence.KEEP, name), description(Persistence.TRY, name));
    }

    private Optional<Description> description(Persistence persistence, String name) {
        return files.read(UnitFiles.of(persistence).description(name)).map(Description::parse);
    }

    /** All of them; where systemd does not answer, what the files say. */
    List<VfUnit> all(SystemdStatus status) {
        return described().stream().map(name -> one(name, status)).toList();
    }

    VfUnit one(String name, SystemdStatus status) {
        String unit = UnitName.unit(name);
        Optional<UnitState> state = Optional.of(status).filter(now -> now.state() == SystemdStatus.State.RUNNING)
                .map(_ -> systemd.unit(unit));
        Descriptions descriptions = descriptions(name);
        return new VfUnit(name, unit, state.flatMap(UnitState::file), isOurs(state), state.flatMap(UnitState::enabled),
                state.map(UnitState::active), state.flatMap(UnitState::result), lines(descriptions.tried()),
                lines(descriptions.kept()),
                descriptions.inForce().map(description -> drift(description, name)).orElse(List.of()),
                state.isPresent() ? journal.lastLines(unit, JOURNAL_LINES) : List.of());
    }

    private boolean isOurs(Optional<UnitState> state) {
        return state.flatMap(UnitState::file).stream().anyMatch(file -> Arrays.stream(Persistence.values())
                .map(persistence -> UnitFiles.of(persistence).template())
                .anyMatch(ours -> ours.toString().equals(file) && own.standing(ours) == Standing.OURS));
    }

    private static List<String> lines(Optional<Description> description) {
        return description.map(Description::lines).orElse(List.of());
    }

    /** In which a PF is not as described, one phrase each. */
    List<String> drift(Description description, String name) {
        try {
            PhysicalFunction pf = inventory.physicalFunction(name);
            return description.drift(pf);
        } catch (FairleadException e) {
            return List.of(e.getMessage());
        }
    }

    /** For each service that exists, whether systemd starts it after the VFs of each described PF. */
    List<Ordering> orderings() {
        List<Ordering> orderings = new ArrayList<>();
        for (String service : services()) {
            UnitState state = systemd.unit(service);
            described().forEach(name -> {
                String unit = UnitName.unit(name);
                orderings.add(new Ordering(service, name,
                        state.after().contains(unit) && state.wants().contains(unit)));
            });
        }
        return orderings;
    }

    /** Those of libvirt's services that this host has. */
    List<String> services() {
        return UnitFiles.SERVICES.stream().filter(service -> systemd.unit(service).loaded()).toList();
    }

    /** What belongs to a described PF and is not there as we wrote it. */
    List<HostPath> missing(String name, List<String> services) {
        Descriptions descriptions = descriptions(name);
        UnitFiles kept = UnitFiles.of(Persistence.KEEP);
        UnitFiles tried = UnitFiles.of(Persistence.TRY);
        List<HostPath> missing = new ArrayList<>();
        UnitFiles unit = descriptions.kept().isPresent() || isOurs(kept.template()) ? kept : tried;
        Stream.of(unit.template(), unit.helper()).filter(file -> !isOurs(file)).forEach(missing::add);
        UnitFiles order = descriptions.kept().isPresent() ? kept : tried;
        services.stream().map(service -> order.ordering(service, name)).filter(file -> !isOurs(file))
                .forEach(missing::add);
        if (descriptions.kept().isPresent() && files.info(kept.enablement(name)).isEmpty()) {
            missing.add(kept.enablement(name));
        }
        return missing;
    }

    /** Whether a file is one of ours, wherever it may lie. */
    boolean isOurs(HostPath file) {
        return own.standing(file) == Standing.OURS;
    }
}
