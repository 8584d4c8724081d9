package io.fairlead.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The physical and virtual functions of the host and who holds them, read afresh at each call. */
@ProviderType
public interface Inventory {

    /**
     * Every PF of the host, by PCI address. Never waits for a device: a PF whose change is stuck is listed with what is
     * there, and says so.
     */
    List<PhysicalFunction> physicalFunctions();

    /**
     * One PF, by the name of its interface or by its PCI address.
     *
     * @throws FairleadException {@link FairleadException.Kind#USAGE} when there is no such interface or function,
     *             {@link FairleadException.Kind#NOT_CAPABLE} when it has no SR-IOV
     */
    PhysicalFunction physicalFunction(String nameOrPci);
}
