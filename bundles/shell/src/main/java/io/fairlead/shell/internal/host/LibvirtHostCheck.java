package io.fairlead.shell.internal.host;

import io.fairlead.api.libvirt.HookState;
import io.fairlead.api.libvirt.LibvirtHosts;
import io.fairlead.api.libvirt.LibvirtStatus;
import io.fairlead.api.libvirt.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** How the pools and the hooks of libvirt stand. */
@Component(service = HostCheck.class)
public final class LibvirtHostCheck implements HostCheck {

    private final Optional<LibvirtHosts> service;

    /** With the service, where it is there. */
    @Activate
    public LibvirtHostCheck(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<LibvirtHosts> service) {
        this.service = service;
    }

    @Override
    public String subject() {
        return "libvirt";
    }

    @Override
    public List<Finding> look() {
        LibvirtHosts libvirt = HostCommand.required(service, LibvirtHosts.class, "io.fairlead.libvirt");
        LibvirtStatus status = libvirt.status();
        if (!status.running()) {
            return List.of(status.state() == LibvirtStatus.State.NOT_ANSWERING
                    ? Finding.unknown(subject(), status.detail())
                    : new Finding(Finding.Verdict.NOTE, subject(), status.detail()));
        }
        List<Finding> found = new ArrayList<>();
        libvirt.pools().pools().forEach(pool -> look(pool, found));
        libvirt.hooks().hooks().forEach(hook -> look(hook, found));
        return found.isEmpty() ? List.of(Finding.well(subject(), status.detail())) : found;
    }

    private static void look(Pool pool, List<Finding> found) {
        pool.stale().ifPresent(stale -> found.add(Finding.wrong("pool " + pool.name(),
                "%s: libvirt:pool add %s makes it anew".formatted(stale, pool.pf().orElse("PF")))));
    }

    private static void look(HookState hook, List<Finding> found) {
        String wrong = switch (hook.standing()) {
            case ABSENT -> "";
            case OURS -> hook.live() == HookState.Live.NOT_RUN ? "libvirt does not run it" : "";
            case OUTDATED -> "another version of Fairlead wrote it";
            case CHANGED -> "somebody changed it";
            // The place may be empty of ours by intent.
            case FOREIGN -> "";
        };
        if (!wrong.isEmpty()) {
            found.add(Finding.wrong("hook " + hook.file(),
                    wrong + ": libvirt:hooks install --keep puts it right"));
        }
    }
}
