package io.fairlead.api;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Changes of the host's virtual functions. Each reads back what it wrote, and reports that.
 *
 * <p>PFs are named as in {@link Inventory#physicalFunction}, with the same refusals. One change of a PF runs at a time;
 * a second is refused as {@link FairleadException.Kind#BUSY}.
 */
@ProviderType
public interface Sriov {

    /**
     * Creates or removes VFs until there are {@code count}. Where that many are there already nothing is written. A
     * change between two counts other than 0 goes through 0, as the kernel wants it (sriov_numvfs_store,
     * drivers/pci/iov.c): all VFs, with their attributes, are then new.
     *
     * @param pf its selector
     * @param count 0 to the PF's total
     * @param probe what {@code sriov_drivers_autoprobe} is set to before VFs are created; empty leaves it
     * @param force whether VFs that somebody holds may be removed
     * @throws FairleadException {@code USAGE} for a count out of range; {@code IN_USE} naming every holder;
     *             {@code NOT_CAPABLE} where the driver cannot; {@code BUSY} when another change is unfinished;
     *             {@code HOST_FAILED} when the count read back is another
     */
    CountChange setVfs(String pf, int count, Optional<Boolean> probe, boolean force);

    /**
     * Sets the eswitch mode of a PF, in the order that its NIC wants: some take it only without VFs, some only with VFs that
     * no driver has. VFs that are there are made anew, or bound anew, where that is needed.
     *
     * @param pf its selector
     * @throws FairleadException {@code IN_USE} naming every holder, whatever the NIC: who has a VF would lose its network;
     *             {@code NOT_CAPABLE} where the NIC driver knows of no eswitch; {@code BUSY} when another change is
     *             unfinished; {@code HOST_FAILED} with the kernel's reason, or when the mode read back is another
     */
    EswitchChange setEswitchMode(String pf, EswitchMode mode);

    /**
     * How many VFs the NIC's firmware is configured for.
     *
     * @param pf its selector
     * @throws FairleadException {@code NOT_CAPABLE} where the NIC driver cannot tell: its vendor's program is missing, or the
     *             kernel is locked down
     */
    FirmwareVfs firmwareVfs(String pf);

    /**
     * Has the NIC's firmware offer this many VFs from its next power cycle on, and lasts until it is set again. Nothing is
     * written where that is so already.
     *
     * @param pf its selector
     * @param vfs how many; 0 switches SR-IOV off
     * @throws FairleadException {@code USAGE} for a negative number; {@code NOT_CAPABLE} as {@link #firmwareVfs};
     *             {@code HOST_FAILED} when the firmware refuses, or what is read back is another
     */
    FirmwareChange setFirmwareVfs(String pf, int vfs);

    /**
     * Sets attributes and the bound driver of one VF, and leaves alone what is already so.
     *
     * @param pf its selector
     * @param index of the VF, from 0
     * @param wanted the attributes to set
     * @param driver the driver to bind, if it is to change; refused while the VF is held
     * @throws FairleadException {@code USAGE} for a value out of range; {@code UNSUPPORTED} for an attribute that the
     *             kernel driver does not know; {@code IN_USE} when a driver change would take the VF from its holder;
     *             {@code HOST_FAILED} when what is read back is not what was set
     */
    FunctionChange setVf(String pf, int index, VfAttributes wanted, Optional<VfDriver> driver);

    /**
     * Measures the throughput between two VFs, between two macvlans on the same PF, across, and to the host, with iperf3
     * in network namespaces of its own; puts everything back, also when the thread is interrupted. Takes about
     * {@code seconds} for each pair.
     *
     * @param pf its selector
     * @param seconds for each pair, 1 to 60
     * @throws FairleadException {@code IN_USE} when a VF is held; {@code HOST_FAILED} when a tool is missing
     */
    Measurement measure(String pf, int seconds);
}
