package io.fairlead.sriov.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VfAttribute;
import io.fairlead.host.HostFiles;
import io.fairlead.spi.nic.EswitchOrder;
import io.fairlead.spi.nic.NicFirmware;
import io.fairlead.spi.nic.NicFunction;
import io.fairlead.spi.nic.NicSession;
import io.fairlead.spi.nic.VfCreation;
import io.fairlead.sriov.internal.NicAllocation.Lease;
import java.util.Optional;
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

    Set<VfAttribute> settable(PhysicalFunction pf) {
        return there(pf, nics.ask(function(pf), NicSession::settable));
    }

    Optional<EswitchOrder> eswitch(PhysicalFunction pf) {
        return there(pf, nics.ask(function(pf), NicSession::eswitch));
    }

    /** What an operation on a PF goes by; the driver stays until the lease is closed. */
    Lease<Rules> operate(PhysicalFunction pf, int count) {
        return there(pf, nics.lease(function(pf),
                session -> new Rules(session.creation(Math.max(1, count)), session.eswitch())));
    }

    /** Whether its firmware can be had to offer more VFs. */
    boolean hasFirmware(PhysicalFunction pf) {
        return nics.ask(function(pf), session -> session.firmware().isPresent()).orElse(false);
    }

    /** Has the driver do something with the NIC's firmware, and stay there meanwhile. */
    <T> T firmware(PhysicalFunction pf, Function<NicFirmware, T> use) {
        return there(pf, nics.ask(function(pf), session -> session.firmware().map(use)))
                .orElseThrow(() -> new FairleadException(Kind.NOT_CAPABLE,
                        "the firmware of %s has no say in its VFs, as far as the NIC driver %s knows: set them with sriov:setVfs"
                                .formatted(pf.label(), pf.nicDriver().orElse("(none)"))));
    }

    /**
     * What a NIC wants.
     *
     * @param creation how its VFs are made
     * @param eswitch when it takes another eswitch mode; empty where it has none
     */
    record Rules(VfCreation creation, Optional<EswitchOrder> eswitch) {
    }

    private NicFunction function(PhysicalFunction pf) {
        return tree.nicFunction(pf.pci());
    }

    private static <T> T there(PhysicalFunction pf, Optional<T> answer) {
        return answer.orElseThrow(() -> new FairleadException(Kind.NOT_CAPABLE,
                "no NIC driver has %s: start the bundle io.fairlead.nic.generic".formatted(pf.label())));
    }
}
