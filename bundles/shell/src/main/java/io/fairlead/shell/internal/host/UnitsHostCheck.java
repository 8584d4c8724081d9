package io.fairlead.shell.internal.host;

import io.fairlead.api.systemd.SystemdStatus;
import io.fairlead.api.systemd.UnitReport;
import io.fairlead.api.systemd.Units;
import io.fairlead.api.systemd.VfUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** How the units stand that make VFs at boot, and who else makes some. */
@Component(service = HostCheck.class)
public final class UnitsHostCheck implements HostCheck {

    private final Optional<Units> service;

    /** With the service, where it is there. */
    @Activate
    public UnitsHostCheck(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Units> service) {
        this.service = service;
    }

    @Override
    public String subject() {
        return "units";
    }

    @Override
    public List<Finding> look() {
        UnitReport report = HostCommand.required(service, Units.class, "io.fairlead.systemd").report();
        List<Finding> found = new ArrayList<>();
        if (report.systemd().state() == SystemdStatus.State.SILENT) {
            found.add(Finding.unknown(subject(), report.systemd().detail()));
        }
        report.units().forEach(unit -> found.addAll(look(unit)));
        report.orderings().stream().filter(ordering -> !ordering.inForce())
                .map(ordering -> Finding.wrong("unit of " + ordering.pf(),
                        "%s does not wait for it: unit:install %s --keep has it wait".formatted(ordering.service(),
                                ordering.pf())))
                .forEach(found::add);
        report.otherOwners()
                .forEach(other -> found.add(Finding.wrong(subject(), "%s line %d makes VFs as well: take it out (%s)"
                        .formatted(other.file(), other.line(), other.text()))));
        return found.isEmpty() ? List.of(Finding.well(subject(), "no unit of ours makes VFs at boot")) : found;
    }

    private static List<Finding> look(VfUnit unit) {
        String subject = "unit of " + unit.pf();
        List<Finding> found = new ArrayList<>();
        if (unit.active().filter("failed"::equals).isPresent()) {
            found.add(Finding.wrong(subject, "it failed (%s): unit:status %s shows its last lines"
                    .formatted(unit.result().orElse("unknown"), unit.pf())));
        }
        if (unit.file().isPresent() && !unit.ours()) {
            found.add(Finding.wrong(subject,
                    "%s is not ours, or was changed: unit:install %s --keep --adopt takes its place"
                            .formatted(unit.file().get(), unit.pf())));
        }
        unit.drift().forEach(drift -> found.add(Finding.wrong(subject, drift)));
        return found.isEmpty() ? List.of(Finding.well(subject, "the VFs are as it describes them")) : found;
    }
}
