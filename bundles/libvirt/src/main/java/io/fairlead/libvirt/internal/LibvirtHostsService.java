package io.fairlead.libvirt.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.api.libvirt.GuestMay;
import io.fairlead.api.libvirt.GuestReport;
import io.fairlead.api.libvirt.GuestVfs;
import io.fairlead.api.libvirt.HookReport;
import io.fairlead.api.libvirt.LibvirtHosts;
import io.fairlead.api.libvirt.LibvirtStatus;
import io.fairlead.api.libvirt.LibvirtStatus.State;
import io.fairlead.api.libvirt.Pool;
import io.fairlead.api.libvirt.PoolChange;
import io.fairlead.api.libvirt.PoolReport;
import io.fairlead.host.Commands;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostFiles;
import io.fairlead.host.OwnFiles;
import io.fairlead.host.WriterLock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** libvirt on this host, each part by the class that knows how. */
@Component(service = {LibvirtHosts.class, LibvirtHostsService.class})
public final class LibvirtHostsService implements LibvirtHosts {

    private final Inventory inventory;
    private final HostFiles files;
    private final Virsh virsh;
    private final Look look;
    private final Pools pools;
    private final Hooks hooks;
    private final DeclaredPools declaredPools;
    private final DeclaredHooks declaredHooks;

    @Activate
    public LibvirtHostsService(@Reference Inventory inventory, @Reference HostFiles files, @Reference OwnFiles own,
            @Reference DurableFiles durable, @Reference Commands commands, @Reference WriterLock writer) {
        this.inventory = inventory;
        this.files = files;
        Daemons daemons = new Daemons(commands, files);
        this.virsh = new Virsh(commands, daemons);
        this.look = new Look(virsh);
        this.pools = new Pools(virsh, inventory, writer);
        this.hooks = new Hooks(files, own, writer, daemons, new HookProof(virsh, files, durable, daemons));
        this.declaredPools = new DeclaredPools(virsh, pools, inventory, files, writer);
        this.declaredHooks = new DeclaredHooks(this, hooks, files, own);
    }

    DeclaredPools declaredPools() {
        return declaredPools;
    }

    DeclaredHooks declaredHooks() {
        return declaredHooks;
    }

    SectionCheck check(Inventory host) {
        return new SectionCheck(virsh, pools, host);
    }

    @Override
    public LibvirtStatus status() {
        return virsh.status();
    }

    @Override
    public GuestReport guests() {
        boolean installed = hooks.installed();
        Grants grants = Grants.read(files);
        LibvirtStatus status = virsh.status();
        if (!status.running()) {
            return new GuestReport(status, grants.may(), installed, List.of());
        }
        try {
            List<GuestVfs> guests = guests(installed ? grants : new Grants(EnumSet.noneOf(GuestMay.class))).stream()
                    .filter(guest -> !guest.functions().isEmpty() || !guest.notes().isEmpty()).toList();
            return new GuestReport(status, grants.may(), installed, guests);
        } catch (FairleadException e) {
            return new GuestReport(lost(e), grants.may(), installed, List.of());
        }
    }

    /** Every guest, those without VFs too. */
    private List<GuestVfs> guests(Grants grants) {
        GuestView view = new GuestView(Functions.of(inventory), pools.list(), grants);
        return look.guests().stream().map(view::of).toList();
    }

    @Override
    public PoolReport pools() {
        LibvirtStatus status = virsh.status();
        if (!status.running()) {
            return new PoolReport(status, List.of());
        }
        try {
            return new PoolReport(status, pools.list());
        } catch (FairleadException e) {
            return new PoolReport(lost(e), List.<Pool>of());
        }
    }

    @Override
    public PoolChange addPool(String pf, Optional<String> name, boolean keep) {
        need(virsh.statusForChange());
        return pools.add(pf, name, keep);
    }

    @Override
    public PoolChange removePool(String pf, boolean keep) {
        need(virsh.statusForChange());
        return pools.remove(pf, keep);
    }

    @Override
    public HookReport hooks() {
        LibvirtStatus status = virsh.status();
        return hooks.report(status, names(status), false, List.of());
    }

    @Override
    public HookReport installHooks(boolean adopt, Optional<Set<GuestMay>> guestsMay) {
        LibvirtStatus status = virsh.statusForChange();
        if (status.state() == State.NOT_INSTALLED || status.state() == State.NOT_ANSWERING) {
            need(status);
        }
        List<String> notes = new ArrayList<>();
        boolean changed = hooks.install(status, adopt, guestsMay,
                grants -> status.running() ? guests(grants) : List.of(), notes);
        return hooks.report(status, names(status), changed, notes);
    }

    @Override
    public HookReport removeHooks() {
        List<String> notes = new ArrayList<>();
        boolean changed = hooks.remove(notes);
        LibvirtStatus status = virsh.status();
        return hooks.report(status, names(status), changed, notes);
    }

    private Map<UUID, String> names(LibvirtStatus status) {
        Map<UUID, String> names = new HashMap<>();
        if (status.running()) {
            try {
                look.guests().forEach(guest -> names.put(guest.id(), guest.name()));
            } catch (FairleadException _) {
                // the UUIDs do as well
                names.clear();
            }
        }
        return names;
    }

    /** It answered first, and then no longer. */
    private static LibvirtStatus lost(FairleadException why) {
        return new LibvirtStatus(State.NOT_ANSWERING, why.getMessage());
    }

    private static void need(LibvirtStatus status) {
        if (!status.running()) {
            throw new FairleadException(Kind.HOST_FAILED, status.detail());
        }
    }
}
