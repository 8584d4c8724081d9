package io.fairlead.networkmanager.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Holder;
import io.fairlead.api.Inventory;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.Printable;
import io.fairlead.api.networkmanager.Fault;
import io.fairlead.api.networkmanager.KeptOff;
import io.fairlead.api.networkmanager.NetworkManager;
import io.fairlead.api.networkmanager.NmChange;
import io.fairlead.api.networkmanager.NmDevice;
import io.fairlead.api.networkmanager.NmReport;
import io.fairlead.api.networkmanager.NmStatus;
import io.fairlead.api.networkmanager.NmStatus.State;
import io.fairlead.dbus.BusException;
import io.fairlead.dbus.SystemBus;
import io.fairlead.host.Commands;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.OwnFiles;
import io.fairlead.host.WriterLock;
import io.fairlead.networkmanager.internal.NmBus.VfProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** NetworkManager, by its bus and by the files that tell it what to leave alone. */
@Component(service = {NetworkManager.class, NetworkManagerService.class})
public final class NetworkManagerService implements NetworkManager {

    /** What a report may take of NetworkManager's time in all. */
    private static final Duration REPORT = Duration.ofSeconds(10);

    private final HostFiles files;
    private final Inventory inventory;
    private final WriterLock writer;
    private final NmBus bus;
    private final Status status;
    private final VfKeeper keeper;
    private final VfRestorer restorer;

    /** On these services. */
    @Activate
    public NetworkManagerService(@Reference HostFiles files, @Reference OwnFiles own, @Reference WriterLock writer,
            @Reference Commands commands, @Reference Inventory inventory, @Reference SystemBus bus) {
        this.files = files;
        this.inventory = inventory;
        this.writer = writer;
        this.bus = new NmBus(bus);
        this.status = new Status(files);
        this.keeper = new VfKeeper(files, own, this.bus, new Udev(commands));
        this.restorer = new VfRestorer(files, own, this.bus, new Udev(commands));
    }

    @Override
    public NmReport report() {
        NmBus asked = bus.within(REPORT.minus(NmBus.CALL));
        NmStatus now = status.read(asked);
        Explanation explanation = new Explanation(files);
        List<Fault> faults = new ArrayList<>(explanation.config().malformed());
        faults.addAll(explanation.config().replacing());
        List<NmDevice> devices = List.of();
        if (now.state() == State.RUNNING) {
            try {
                devices = asked.devices().stream().map(explanation::of).toList();
                asked.vfProfiles().forEach(profile -> faults.add(fault(profile)));
            } catch (BusException e) {
                now = new NmStatus(State.SILENT, "NetworkManager cannot be asked: " + e.getMessage(), now.others());
            }
        }
        if (now.state() != State.RUNNING) {
            StoredProfiles.read(files).forEach(profile -> faults.add(fault(profile)));
        }
        return new NmReport(now, devices, OurFiles.find(files), List.copyOf(faults));
    }

    private static Fault fault(VfProfile profile) {
        return new Fault(profile.file().isEmpty() ? "profile " + profile.id() : profile.file(), 0,
                "profile '%s' has sriov.total-vfs=%d: NetworkManager itself makes the VFs of %s, and removes them when it is taken down: two owners of one PF"
                        .formatted(profile.id(), profile.totalVfs(),
                                profile.interfaceName().orElse("the PF that it is active on")));
    }

    @Override
    public synchronized NmChange unmanage(String pfName, Request request) {
        PhysicalFunction pf = inventory.physicalFunction(pfName);
        NmStatus now = needAnswer();
        writer.claim();
        if (request.way() == Way.KEYFILE && now.state() != State.RUNNING) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "%s, so that its line could not be seen to take effect, and nothing was changed: leave --keyfile out, for the rule is seen in udev"
                            .formatted(now.detail()));
        }
        if (!request.force() && now.state() == State.RUNNING) {
            refuseUsed(pf, keeper.managed(pf)::contains,
                    "takes the addresses off an interface that it is told to leave alone");
        }
        NmChange change = keeper.keepOff(pf, request, now.state() == State.RUNNING);
        return with(change, Stream.concat(unverified(now).stream(), secondOwners(pf, now)).toList());
    }

    @Override
    public synchronized NmChange manage(String pfName, boolean adopt, boolean force) {
        Optional<KeptOff> gone = OurFiles.find(files).stream().filter(kept -> kept.pf().equals(pfName)).findFirst();
        PhysicalFunction pf;
        try {
            pf = inventory.physicalFunction(pfName);
        } catch (FairleadException e) {
            if (gone.isEmpty()) {
                throw e;
            }
            // The card is gone; what was written for it can go all the same.
            writer.claim();
            return keeper.forget(pfName, adopt);
        }
        NmStatus now = needAnswer();
        writer.claim();
        if (!force && now.state() == State.RUNNING) {
            List<String> managed = keeper.managed(pf);
            refuseUsed(pf, name -> !managed.contains(name), "configures anew what it is given");
        }
        return with(keeper.giveBack(pf, adopt, now.state() == State.RUNNING), unverified(now));
    }

    private NmStatus needAnswer() {
        NmStatus now = status.read(bus);
        if (now.state() == State.SILENT) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "%s, so no change could be seen to take effect, and nothing was changed: look at it with systemctl status NetworkManager, then try again"
                            .formatted(now.detail()));
        }
        return now;
    }

    /**
     * What changes hands loses what it is configured with: NetworkManager takes addresses and routes off what it lets go of
     * (_set_state_full, nm-device.c), and configures what it is given by a profile of its own.
     */
    private static void refuseUsed(PhysicalFunction pf, Predicate<String> changesHands, String what) {
        List<String> used = pf.functions().stream().filter(vf -> vf.name().filter(changesHands).isPresent())
                .flatMap(vf -> vf.holders().stream().filter(Holder.Interface.class::isInstance)
                        .map(holder -> "VF %d by %s".formatted(vf.index(), Printable.of(holder.describe()))))
                .toList();
        if (!used.isEmpty()) {
            throw new FairleadException(Kind.IN_USE,
                    "%s is in use (%s), and NetworkManager %s; nothing was changed: end that use, or say --force"
                            .formatted(pf.label(), String.join("; ", used), what));
        }
    }

    /** The profiles that make VFs themselves. */
    List<VfProfile> vfProfiles() {
        try {
            if (bus.isRunning()) {
                return bus.vfProfiles();
            }
            return StoredProfiles.read(files);
        } catch (BusException _) {
            return StoredProfiles.read(files);
        }
    }

    /** The interfaces that NetworkManager manages; none where it does not run. */
    Set<String> managed() {
        if (needAnswer().state() != State.RUNNING) {
            return Set.of();
        }
        try {
            return bus.devices().stream().filter(device -> device.managed() && device.isKnown())
                    .map(NmBus.Device::name).collect(Collectors.toSet());
        } catch (BusException e) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "what NetworkManager manages cannot be told: " + e.getMessage(), e);
        }
    }

    /**
     * Makes our files for a PF be these and no others, as they once were, and has NetworkManager do as they say. What is
     * so already is not touched.
     *
     * @param name its label; it may be gone
     * @param wanted their content
     * @throws FairleadException {@code IN_USE} when a VF's interface would lose its addresses
     */
    synchronized void putBack(String name, Map<HostPath, String> wanted) {
        Optional<PhysicalFunction> pf = labelled(name);
        writer.claim();
        boolean keepsOff = !wanted.isEmpty();
        if (keepsOff && pf.isPresent()) {
            refuseUsed(pf.get(), managed()::contains,
                    "takes the addresses off an interface that it is told to leave alone");
        }
        boolean changed = restorer.files(pf.map(OurFiles::nameOf).orElse(name),
                pf.map(PhysicalFunction::functions).orElse(List.of()), wanted);
        // Files that are back already may be so without NetworkManager: it was frozen, or the way back without Java was taken.
        if ((changed || !keepsOff) && pf.isPresent() && needAnswer().state() == State.RUNNING) {
            if (keepsOff) {
                restorer.keepOff(pf.get());
            } else {
                restorer.giveBack(pf.get());
            }
        }
    }

    /** The PF of a label. */
    Optional<PhysicalFunction> labelled(String label) {
        try {
            return Optional.of(inventory.physicalFunction(label));
        } catch (FairleadException _) {
            // a label may be of characters that no selector has
            return inventory.physicalFunctions().stream().filter(pf -> pf.label().equals(label)).findFirst();
        }
    }

    /** Hears when NetworkManager may manage other interfaces than before. */
    SystemBus.Subscription watch(Runnable changed) {
        return bus.watch(changed);
    }

    private static List<String> unverified(NmStatus now) {
        return switch (now.state()) {
            case STOPPED -> List.of("NetworkManager is not running: what was written holds when it starts");
            case ABSENT -> List.of("NetworkManager is not installed: what was written has no effect here");
            default -> List.of();
        };
    }

    private Stream<String> secondOwners(PhysicalFunction pf, NmStatus now) {
        if (now.state() != State.RUNNING) {
            return Stream.empty();
        }
        try {
            return bus.vfProfiles().stream().filter(profile -> profile.interfaceName().isEmpty()
                    || profile.interfaceName().equals(pf.name())).map(profile -> fault(profile).describe());
        } catch (BusException e) {
            return Stream.of("whether a profile makes VFs as well could not be asked: " + e.getMessage());
        }
    }

    private static NmChange with(NmChange change, List<String> notes) {
        return new NmChange(change.pf(), change.written(), change.functions(),
                Stream.concat(change.notes().stream(), notes.stream()).toList());
    }
}
