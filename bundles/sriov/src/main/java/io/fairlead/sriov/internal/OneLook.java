package io.fairlead.sriov.internal;

import io.fairlead.api.VfAttributes;
import io.fairlead.host.ForeignLink;
import io.fairlead.host.Link;
import io.fairlead.host.Links;
import io.fairlead.host.Route;
import io.fairlead.host.XdpSocket;
import java.util.List;

/** The host's interfaces, asked for once and then remembered: holders and attributes come from the same look. */
final class OneLook implements Links {

    private final Links links;
    private List<Link> seen;

    OneLook(Links links) {
        this.links = links;
    }

    @Override
    public List<Link> links() {
        if (seen == null) {
            seen = links.links();
        }
        return seen;
    }

    @Override
    public List<Route> routes() {
        return links.routes();
    }

    @Override
    public List<ForeignLink> inOtherNamespaces() {
        return links.inOtherNamespaces();
    }

    @Override
    public List<XdpSocket> xdpSockets() {
        return links.xdpSockets();
    }

    @Override
    public void setVf(String pf, int index, VfAttributes wanted) {
        throw new UnsupportedOperationException("a look changes nothing");
    }
}
