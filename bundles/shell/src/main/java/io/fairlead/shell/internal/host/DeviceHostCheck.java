package io.fairlead.shell.internal.host;

import io.fairlead.api.Inventory;
import io.fairlead.api.Operation;
import io.fairlead.api.PhysicalFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** What hangs or failed with the VFs, and whose holders cannot be told. */
@Component(service = HostCheck.class)
public final class DeviceHostCheck implements HostCheck {

    private final Optional<Inventory> service;

    /** With the service, where it is there. */
    @Activate
    public DeviceHostCheck(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Inventory> service) {
        this.service = service;
    }

    @Override
    public String subject() {
        return "VFs";
    }

    @Override
    public List<Finding> look() {
        List<Finding> found = new ArrayList<>();
        List<PhysicalFunction> functions = HostCommand.required(service, Inventory.class, "io.fairlead.sriov")
                .physicalFunctions();
        for (PhysicalFunction pf : functions) {
            pf.operation().filter(operation -> operation.state() != Operation.State.RUNNING)
                    .ifPresent(operation -> found.add(Finding.wrong("VFs of " + pf.label(), operation.describe())));
            pf.holdersUnknown().forEach(why -> found.add(Finding.unknown("VFs of " + pf.label(), why)));
        }
        if (found.isEmpty()) {
            found.add(functions.isEmpty()
                    ? new Finding(Finding.Verdict.NOTE, subject(), "no physical function here has SR-IOV")
                    : Finding.well(subject(), "nothing hangs, on %s".formatted(
                            Texts.count(functions.size(), "physical function"))));
        }
        return found;
    }
}
