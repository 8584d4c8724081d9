package io.fairlead.shell.internal;

import io.fairlead.api.CountChange;
import io.fairlead.api.FunctionChange;
import io.fairlead.api.EswitchMode;
import io.fairlead.api.Holder;
import io.fairlead.api.LinkState;
import io.fairlead.api.MacAddress;
import io.fairlead.api.Measurement;
import io.fairlead.api.NicBidding;
import io.fairlead.api.NicMatch;
import io.fairlead.api.Operation;
import io.fairlead.api.PciAddress;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.VirtualFunction;
import io.fairlead.api.Vlan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What services could answer, written by hand: a host with two igb ports like the seed's, and some oddities. */
final class Records {

    static final Operation STUCK = new Operation("set the VFs of eno5 from 7 to 4",
            Instant.parse("2026-01-01T12:00:05.123456789Z"), Operation.State.STUCK, List.of("guest t1"), "");

    static final VfAttributes PLAIN = new VfAttributes(Optional.of(new MacAddress("00:00:00:00:00:00")),
            Optional.of(Vlan.NONE), Optional.of(true), Optional.of(false), Optional.empty(), Optional.of(0),
            Optional.of(0));

    static final VfAttributes TAGGED = new VfAttributes(Optional.of(new MacAddress("52:54:00:11:22:33")),
            Optional.of(new Vlan(100, 3, Vlan.Protocol.DOT1AD)), Optional.of(false), Optional.of(true),
            Optional.of(LinkState.AUTO), Optional.of(0), Optional.of(1000));

    private Records() {
    }

    static PhysicalFunction eno4(VirtualFunction... functions) {
        return pf("0000:01:00.0", Optional.of("eno4"), Optional.empty(), List.of(), functions);
    }

    static PhysicalFunction pf(String pci, Optional<String> name, Optional<Operation> operation,
            List<String> holdersUnknown, VirtualFunction... functions) {
        return new PhysicalFunction(PciAddress.parse(pci).orElseThrow(), name, 0x8086, 0x10c9, Optional.of("igb"),
                Optional.of(7), functions.length, false, Optional.empty(), Optional.of("intel-igb"), operation,
                holdersUnknown,
                List.of(functions));
    }

    static VirtualFunction vf(int index, VfAttributes attributes, Holder... holders) {
        PciAddress pci = new PciAddress(0, 1, 0x10 + index / 4, 2 * (index % 4));
        return new VirtualFunction(index, pci, Optional.empty(), Optional.empty(), Optional.of(17 + index),
                Optional.empty(), attributes,
                List.of(holders));
    }

    static VirtualFunction bound(VirtualFunction function, String driver, Optional<String> name) {
        return new VirtualFunction(function.index(), function.pci(), name, Optional.of(driver), function.iommuGroup(),
                function.representor(), function.attributes(), function.holders());
    }

    /** A PF with a VF for each kind of holder, and one that is free. */
    static PhysicalFunction used() {
        return eno4(bound(vf(0, PLAIN, new Holder.Guest("t1", 4711)), "vfio-pci", Optional.empty()),
                bound(vf(1, PLAIN, new Holder.HostProcess("dpdk-testpmd", 815, "/dev/vfio/18")), "vfio-pci",
                        Optional.empty()),
                bound(vf(2, PLAIN, new Holder.Namespace("blue")), "igbvf", Optional.empty()),
                bound(vf(3, TAGGED, new Holder.Interface("eno4v3", "address 192.0.2.1/24"),
                        new Holder.Interface("eno4v3", "macvtap macvtap0")), "igbvf", Optional.of("eno4v3")),
                vf(4, VfAttributes.NONE, new Holder.Other("pool vfpool", false)), vf(5, PLAIN));
    }

    static PhysicalFunction idle() {
        return eno4();
    }

    static PhysicalFunction stuck() {
        return pf("0000:02:00.0", Optional.of("eno5"), Optional.of(STUCK), List.of(), vf(1, PLAIN));
    }

    static PhysicalFunction failed() {
        return pf("0000:03:00.0", Optional.of("eno6"),
                Optional.of(new Operation("set the VFs of eno6 from 0 to 7", STUCK.since(), Operation.State.FAILED,
                        List.of(), "the kernel is short of bus numbers")),
                List.of());
    }

    static PhysicalFunction unclear() {
        return pf("0000:04:00.0", Optional.of("eno7"), Optional.empty(),
                List.of("the processes of this host cannot all be looked at: run as root"), vf(0, PLAIN));
    }

    /** A function with nothing: no interface, no driver, no limit, no NIC driver, no VFs. */
    static PhysicalFunction bare() {
        return new PhysicalFunction(PciAddress.parse("0000:05:00.0").orElseThrow(), Optional.empty(), 0x1af4, 0x1041,
                Optional.empty(), Optional.empty(), 0, true, Optional.empty(), Optional.empty(), Optional.empty(),
                List.of(),
                List.of());
    }

    static CountChange count(int before, int after, boolean written, String... notes) {
        return new CountChange("eno4", before, after, after, written, List.of(notes), Optional.empty());
    }

    static CountChange pending() {
        return new CountChange("eno5", 7, 6, 4, true, List.of("it goes through 0"), Optional.of(STUCK));
    }

    static FunctionChange tagged() {
        return new FunctionChange("eno4", vf(3, PLAIN), bound(vf(3, TAGGED), "vfio-pci", Optional.empty()), true,
                List.of("the guest sees the MAC address after its driver reloads"));
    }

    static Measurement measured() {
        return new Measurement("eno4",
                List.of(new Measurement.Pair("VF 0", "VF 1", true, Optional.of(2345.678)),
                        new Measurement.Pair("macvlan 0", "host", false, Optional.empty())),
                List.of("each pair was measured for 3 s"));
    }

    static List<NicBidding.Driver> drivers() {
        return List.of(
                new NicBidding.Driver("generic", "io.fairlead.nic.generic", "0.1.0", List.of(), Optional.empty()),
                new NicBidding.Driver("intel-igb", "io.fairlead.nic.intel", "0.1.0", List.of("eno4", "eno5"),
                        Optional.empty()));
    }

    static List<NicBidding.Bid> bids() {
        return List.of(new NicBidding.Bid("intel-igb", NicMatch.EXACT, 0, 42, true, Optional.empty()),
                new NicBidding.Bid("generic", NicMatch.GENERIC, -1, 41, false, Optional.empty()));
    }

    /** A PF in eswitch mode switchdev, with two VFs, of which one has lost its representor to a namespace. */
    static PhysicalFunction switchdev() {
        return new PhysicalFunction(PciAddress.parse("0000:10:00.0").orElseThrow(), Optional.of("ens4f0"), 0x8086,
                0x1592, Optional.of("ice"), Optional.of(128), 2, false, Optional.of(EswitchMode.SWITCHDEV),
                Optional.of("intel-ice"), Optional.empty(), List.of(),
                List.of(vf(0, PLAIN).representedBy("ens4f0npf0vf0"), vf(1, PLAIN)));
    }

    static NicBidding.Driver quarantined() {
        return new NicBidding.Driver("acme-x", "com.acme.x", "1.0.0", List.of(),
                Optional.of("did not answer within 30 s when it was asked to take 0000:01:00.0"));
    }

    static List<NicBidding.Bid> barred() {
        return List.of(
                new NicBidding.Bid("acme-x", NicMatch.EXACT, 0, 43, false,
                        Optional.of("quarantined, for it threw java.lang.Error when it was asked about 0000:01:00.0")),
                new NicBidding.Bid("generic", NicMatch.GENERIC, 0, 41, true, Optional.empty()));
    }
}
