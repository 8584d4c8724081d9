package io.fairlead.itests.rig;

import io.fairlead.api.Inventory;
import io.fairlead.api.PhysicalFunction;
import java.util.List;

/** The kernel's arguments are not about PFs. */
record NoPfs() implements Inventory {

    @Override
    public List<PhysicalFunction> physicalFunctions() {
        throw new AssertionError("nobody should ask");
    }

    @Override
    public PhysicalFunction physicalFunction(String selector) {
        throw new AssertionError("nobody should ask");
    }

    @Override
    public Inventory snapshot() {
        return this;
    }
}
