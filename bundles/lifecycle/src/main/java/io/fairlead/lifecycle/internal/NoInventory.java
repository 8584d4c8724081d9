package io.fairlead.lifecycle.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.api.PhysicalFunction;
import java.util.List;

/** What is shown of the host's PFs while the bundle that looks at them is not there. */
public record NoInventory() implements Inventory {

    @Override
    public List<PhysicalFunction> physicalFunctions() {
        throw absent();
    }

    @Override
    public PhysicalFunction physicalFunction(String selector) {
        throw absent();
    }

    @Override
    public Inventory snapshot() {
        return this;
    }

    private static FairleadException absent() {
        return new FairleadException(Kind.HOST_FAILED,
                "no inventory is there, so the PFs of this host cannot be told: start the bundle io.fairlead.sriov");
    }
}
