package io.fairlead.host.linux.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.VfAttributes;
import io.fairlead.host.Commands;
import io.fairlead.host.ForeignLink;
import io.fairlead.host.Link;
import io.fairlead.host.Links;
import io.fairlead.host.Route;
import io.fairlead.host.XdpSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The host's network interfaces by iproute2, which follows the kernel's rtnetlink from release to release: its JSON was
 * measured beside a raw rtnetlink dump, and costs a few milliseconds more.
 */
@Component
public final class LinuxLinks implements Links {

    private static final Duration BOUND = Duration.ofSeconds(20);

    private final Commands commands;
    private final NetworkNamespaces namespaces;

    @Activate
    public LinuxLinks(BundleContext context, @Reference Commands commands) {
        this(HostRoots.of(context), commands);
    }

    LinuxLinks(HostRoots roots, Commands commands) {
        this.commands = commands;
        this.namespaces = new NetworkNamespaces(roots);
    }

    @Override
    public List<Link> links() {
        return IpJson.links(output(List.of("ip", "-json", "-details", "address", "show")));
    }

    @Override
    public List<Route> routes() {
        return IpJson.routes(output(List.of("ip", "-json", "route", "show", "table", "all")));
    }

    @Override
    public List<ForeignLink> inOtherNamespaces() {
        List<ForeignLink> found = new ArrayList<>();
        for (NetworkNamespaces.Namespace namespace : namespaces.others()) {
            Commands.Result result = commands.run(BOUND, List.of("nsenter", "--net=" + namespace.file(), "ip", "-json",
                    "-details", "link", "show"));
            if (result.status() == 0) {
                IpJson.foreignLinks(result.output()).stream()
                        .filter(link -> link.device().isPresent() || link.lower().isPresent())
                        .forEach(link -> found.add(new ForeignLink(namespace.name(), link)));
            } else if (namespace.stillThere()) {
                throw new FairleadException(Kind.HOST_FAILED,
                        "the interfaces of network namespace %s cannot be read: %s"
                                .formatted(namespace.name(), result.error()));
            }
        }
        return found;
    }

    @Override
    public List<XdpSocket> xdpSockets() {
        return XdpListing.parse(output(List.of("ss", "--no-header", "--xdp", "--processes")));
    }

    /** One attribute at a time: the kernel's refusal is then known to be that attribute's. */
    @Override
    public void setVf(String pf, int index, VfAttributes wanted) {
        for (VfArguments.Change change : VfArguments.of(wanted)) {
            List<String> line = new ArrayList<>(
                    List.of("ip", "link", "set", "dev", pf, "vf", String.valueOf(index)));
            line.addAll(change.arguments());
            Commands.Result result = commands.run(BOUND, line);
            if (result.status() != 0) {
                throw refused(pf, index, change.attribute(), result.error());
            }
        }
    }

    /** ndo_set_vf_* that a driver does not have, and what it does not take, answer EOPNOTSUPP (net/core/rtnetlink.c). */
    private static FairleadException refused(String pf, int index, String attribute, String error) {
        String reason = error.replace("RTNETLINK answers: ", "").replaceAll("\\s*\\R\\s*", ", ");
        boolean unsupported = reason.contains("Operation not supported") || reason.contains("Protocol not supported");
        return unsupported
                ? new FairleadException(Kind.UNSUPPORTED,
                        "the %s of VF %d cannot be set: the kernel driver of %s does not support it".formatted(
                                attribute,
                                index, pf))
                : new FairleadException(Kind.HOST_FAILED,
                        "the %s of VF %d of %s was not set: %s".formatted(attribute, index, pf, reason));
    }

    private String output(List<String> line) {
        Commands.Result result = commands.run(BOUND, line);
        if (result.status() != 0) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "'%s' failed: %s".formatted(String.join(" ", line), result.error()));
        }
        return result.output();
    }
}
