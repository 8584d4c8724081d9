package io.fairlead.host;

import io.fairlead.api.FairleadException;
import io.fairlead.api.VfAttributes;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The host's network interfaces, as rtnetlink tells them. */
@ProviderType
public interface Links {

    /**
     * Every interface of the host's own network namespace, with its addresses and the attributes of its VFs.
     *
     * @throws FairleadException {@code HOST_FAILED} when the host cannot tell
     */
    List<Link> links();

    /**
     * The routes of the host's own network namespace, in every table.
     *
     * @throws FairleadException {@code HOST_FAILED} when the host cannot tell
     */
    List<Route> routes();

    /**
     * The interfaces in all other network namespaces that belong to a PCI function or lie on another interface.
     *
     * @throws FairleadException {@code HOST_FAILED} when the host cannot tell
     */
    List<ForeignLink> inOtherNamespaces();

    /**
     * The AF_XDP sockets of the host's own network namespace.
     *
     * @throws FairleadException {@code HOST_FAILED} when the host cannot tell
     */
    List<XdpSocket> xdpSockets();

    /**
     * Sets attributes of a VF through its PF, and does not read back.
     *
     * @param pf the PF's interface
     * @param index of the VF, from 0
     * @param wanted what to set; empty ones are left alone
     * @throws FairleadException {@code UNSUPPORTED} when the kernel driver has no such operation, {@code HOST_FAILED}
     *             with the kernel's reason otherwise
     */
    void setVf(String pf, int index, VfAttributes wanted);
}
