package io.fairlead.sriov.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VfAttribute;
import io.fairlead.host.HostFiles;
import io.fairlead.spi.nic.NicSession;
import io.fairlead.spi.nic.VfCreation;
import java.util.Set;
import java.util.function.Function;

/** Asks the NIC driver that has a PF. */
final class NicUse {

    private final FunctionTree tree;
    private final NicAllocation nics;

    NicUse(HostFiles files, NicAllocation nics) {
        this.tree = new FunctionTree(files);
        this.nics = nics;
    }

    VfCreation creation(PhysicalFunction pf, int count) {
        return ask(pf, session -> session.creation(count));
    }

    Set<VfAttribute> settable(PhysicalFunction pf) {
        return ask(pf, NicSession::settable);
    }

    private <T> T ask(PhysicalFunction pf, Function<NicSession, T> question) {
        return nics.use(tree.nicFunction(pf.pci()), question).orElseThrow(() -> new FairleadException(
                Kind.NOT_CAPABLE,
                "no NIC driver has %s: start the bundle io.fairlead.nic.generic".formatted(pf.label())));
    }
}
