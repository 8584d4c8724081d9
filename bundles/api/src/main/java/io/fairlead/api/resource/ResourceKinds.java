package io.fairlead.api.resource;

/**
 * The kinds of resources that providers name when a change has to follow another's. A provider may have kinds of its own
 * beside these.
 */
public final class ResourceKinds {

    /** The kernel's arguments at the next boot; there is one. */
    public static final String KERNEL_ARGUMENTS = "kernel-arguments";
    /** What keeps NetworkManager off the VFs of a PF; named by the PF. */
    public static final String NETWORK_MANAGER_RULE = "networkmanager-rule";
    /** The VFs of a PF, with their attributes and drivers; named by the PF. */
    public static final String VIRTUAL_FUNCTIONS = "virtual-functions";
    /** The unit that makes the VFs of a PF at boot; named by the PF. */
    public static final String VF_UNIT = "vf-unit";
    /** The libvirt network that hands out the VFs of a PF; named by the network. */
    public static final String LIBVIRT_POOL = "libvirt-pool";
    /** The libvirt hooks; there is one. */
    public static final String LIBVIRT_HOOKS = "libvirt-hooks";

    private ResourceKinds() {
    }
}
