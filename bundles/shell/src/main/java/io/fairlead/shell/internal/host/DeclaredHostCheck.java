package io.fairlead.shell.internal.host;

import io.fairlead.api.lifecycle.Generation;
import io.fairlead.api.lifecycle.HostStatus;
import io.fairlead.api.lifecycle.Lifecycle;
import io.fairlead.api.lifecycle.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** How the host stands to what was confirmed for it, by events and by a new plan. */
@Component(service = HostCheck.class)
public final class DeclaredHostCheck implements HostCheck {

    private final Optional<Lifecycle> service;

    /** With the service, where it is there. */
    @Activate
    public DeclaredHostCheck(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Lifecycle> service) {
        this.service = service;
    }

    @Override
    public String subject() {
        return "declared host";
    }

    @Override
    public List<Finding> look() {
        Lifecycle lifecycle = HostCommand.required(service, Lifecycle.class, HostCommand.BUNDLE);
        HostStatus status = lifecycle.status();
        List<Finding> found = new ArrayList<>();
        status.unknown().forEach(why -> found.add(Finding.unknown(subject(), why)));
        status.waiting().forEach(section -> found.add(Finding.unknown(subject(),
                "the section %s has no provider: scr:list tells which bundles are active".formatted(section))));
        status.tried().ifPresent(tried -> {
            found.add(new Finding(Finding.Verdict.NOTE, subject(), TryText.of(tried)));
            TryText.left(tried).forEach(left -> found.add(Finding.wrong(subject(), left)));
        });
        status.confirmed().ifPresentOrElse(
                generation -> found.addAll(plan(generation, lifecycle.plan(generation.document(), Optional.empty()))),
                () -> found.add(new Finding(Finding.Verdict.NOTE, subject(),
                        "nothing was ever confirmed: host:import writes down how the host is")));
        return found;
    }

    private List<Finding> plan(Generation generation, Plan plan) {
        List<Finding> found = new ArrayList<>();
        plan.changes().forEach(change -> found.add(Finding.wrong(change.id().toString(),
                "not as generation %d has it (%s): host:rollback %1$d brings it back".formatted(generation.number(),
                        String.join(", ", ValueText.of(change))))));
        plan.refusals().forEach(refusal -> found.add(Finding.wrong(subject(), refusal)));
        return found.isEmpty()
                ? List.of(Finding.well(subject(), "as generation %d has it".formatted(generation.number())))
                : found;
    }
}
