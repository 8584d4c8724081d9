package io.fairlead.host.simulated.internal;

import io.fairlead.api.EswitchMode;
import io.fairlead.api.PciAddress;
import io.fairlead.host.simulated.KernelDriver;
import io.fairlead.host.simulated.NicDescription;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** What a PF has beyond other functions. Its fields are guarded by the machine's lock. */
final class SriovCapability {

    final NicDescription.Sriov hardware;
    final KernelDriver driver;
    final int speed;

    boolean autoprobe = true;
    /** The count in the hardware's register: set before the links are there, and until the last VF is gone. */
    int numVfs;
    /** The VFs by index, those whose links are still to come among them. */
    final TreeMap<Integer, PciFunction> vfs = new TreeMap<>();
    /** Those that have their links, by {@code virtfnN}. */
    final Map<String, PciFunction> linked = new HashMap<>();
    /** What the PF's driver administers for each VF. */
    final TreeMap<Integer, VfState> states = new TreeMap<>();

    /** The eswitch mode, of drivers that have one. */
    EswitchMode eswitchMode = EswitchMode.LEGACY;
    /** The interfaces that stand for VFs in mode switchdev, by their index. */
    final TreeMap<Integer, NetInterface> representors = new TreeMap<>();
    /** VFs whose next binding makes no interface. */
    final Set<Integer> missingInterfaces = new HashSet<>();

    int room;
    OptionalInt createsAtMost = OptionalInt.empty();
    Optional<Duration> linkDelay = Optional.empty();
    boolean linksWithheld;
    /** How often links of VFs were put off and have not come yet. */
    int latecomers;

    SriovCapability(NicDescription nic, NicDescription.Sriov hardware) {
        this.hardware = hardware;
        this.driver = nic.driver();
        this.speed = nic.speed();
        this.room = hardware.room();
    }

    /** Bus, device and function from the routing id (virtfn_bus and virtfn_devfn, drivers/pci/iov.c). */
    PciAddress addressOf(PciAddress physicalFunction, int index) {
        int routingId = (physicalFunction.bus() << 8) + (physicalFunction.device() << 3) + physicalFunction.function()
                + hardware.offset() + hardware.stride() * index;
        return new PciAddress(physicalFunction.domain(), routingId >> 8, (routingId >> 3) & 0x1f, routingId & 7);
    }

    /** Whether links of VFs are still to come. */
    boolean linksToCome() {
        return latecomers > 0;
    }
}
