package io.fairlead.host.simulated;

import io.fairlead.api.PciAddress;
import io.fairlead.host.simulated.NicDescription.Ids;
import io.fairlead.host.simulated.NicDescription.Sriov;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Hosts to simulate, with the ids, names and addresses that such hosts have. */
public final class SimulatedHosts {

    private static final int INTEL = 0x8086;
    private static final int MELLANOX = 0x15b3;
    private static final int BROADCOM = 0x14e4;
    private static final int RED_HAT_VIRTIO = 0x1af4;
    private static final int RED_HAT_QEMU = 0x1b36;

    private SimulatedHosts() {
    }

    /** Every host here. */
    public static List<HostDescription> all() {
        return List.of(igb(), x520(), x710(), e810(), connectx6(), bnxt(), netdevsim(), large());
    }

    /** The host that the configuration calls so. */
    public static Optional<HostDescription> named(String name) {
        return all().stream().filter(host -> host.name().equals(name)).findFirst();
    }

    /**
     * Two ports of Intel's 82576 at 1 GbE, 7 VFs each, and a paravirtual eth0. eno4 has no VFs; eno5 has 7, of which the
     * guest t1 has VF 0.
     */
    public static HostDescription igb() {
        return new HostDescription("igb",
                List.of(virtio("0000:00:02.0", "eth0"), i82576("0000:01:00.0", "eno4"), i82576("0000:02:00.0", "eno5")),
                true, host -> {
                    host.setProbe("eno5", false);
                    host.createVfs("eno5", 7);
                    host.hold("eno5", 0, "t1");
                });
    }

    /** An Intel X520 with two ports at 10 GbE, 63 VFs each, none of them there. */
    public static HostDescription x520() {
        return new HostDescription("x520",
                List.of(x520Port("0000:04:00.0", "ens3f0"), x520Port("0000:04:00.1", "ens3f1")), true, host -> {
                });
    }

    /** An Intel E810 with two ports at 100 GbE, 128 VFs each, none of them there; in eswitch mode legacy. */
    public static HostDescription e810() {
        return new HostDescription("e810",
                List.of(e810Port(pci("0000:10:00.0"), "ens4f0", 8), e810Port(pci("0000:10:00.1"), "ens4f1", 135)), true,
                host -> {
                });
    }

    /** An Intel X710 with two ports at 10 GbE, 64 VFs each, none of them there. */
    public static HostDescription x710() {
        return new HostDescription("x710",
                List.of(x710Port("0000:3b:00.0", "ens1f0", 16), x710Port("0000:3b:00.1", "ens1f1", 79)), true,
                host -> {
                });
    }

    /** An NVIDIA ConnectX-6 Dx with two ports at 100 GbE, 8 VFs each; four VFs of the first port are there. */
    public static HostDescription connectx6() {
        return new HostDescription("connectx6",
                List.of(connectx6Port("0000:c1:00.0", "ens2f0np0", 2), connectx6Port("0000:c1:00.1", "ens2f1np1", 9)),
                true, host -> host.createVfs("ens2f0np0", 4));
    }

    /** A Broadcom BCM57414 with two ports at 25 GbE, 16 VFs each, both of them down. */
    public static HostDescription bnxt() {
        return new HostDescription("bnxt",
                List.of(bnxtPort("0000:5e:00.0", "ens5f0np0", 16), bnxtPort("0000:5e:00.1", "ens5f1np1", 31)), true,
                host -> {
                });
    }

    /**
     * One function with the kernel's gaps of netdevsim: no {@code sriov_totalvfs}, no {@code sriov_drivers_autoprobe},
     * and ENOMEM past 4 VFs. The real netdevsim has a bus of its own; this one is on PCI, so that its VFs can be seen.
     */
    public static HostDescription netdevsim() {
        Sriov sriov = new Sriov(OptionalInt.empty(), 4, false, 0x0005, 1, 1);
        return new HostDescription("netdevsim",
                List.of(new NicDescription(pci("0000:04:00.0"), new Ids(RED_HAT_QEMU, 0x0005, RED_HAT_VIRTIO, 0x1100),
                        KernelDriver.NETDEVSIM, "eni1np1", true, 10_000, Optional.of(sriov))),
                true, host -> {
                });
    }

    /**
     * 16 Intel E810 cards with two ports each, and all 128 VFs of every port: 4,096 VFs on 32 PFs. The last VFs of each
     * second port lie on the next bus.
     */
    public static HostDescription large() {
        List<NicDescription> nics = new ArrayList<>();
        for (int card = 0; card < 16; card++) {
            int bus = 0x10 + 4 * card;
            nics.add(e810Port(new PciAddress(0, bus, 0, 0), "ens%df0".formatted(card + 1), 8));
            nics.add(e810Port(new PciAddress(0, bus, 0, 1), "ens%df1".formatted(card + 1), 135));
        }
        return new HostDescription("large", nics, true,
                host -> nics.stream().map(NicDescription::interfaceName).forEach(pf -> {
                    host.setProbe(pf, false);
                    host.createVfs(pf, 128);
                }));
    }

    /** The names of all hosts, for a message. */
    public static List<String> names() {
        return all().stream().map(HostDescription::name).toList();
    }

    private static NicDescription virtio(String address, String name) {
        return new NicDescription(pci(address), new Ids(RED_HAT_VIRTIO, 0x1041, RED_HAT_VIRTIO, 0x1100),
                KernelDriver.VIRTIO, name, true, 10_000, Optional.empty());
    }

    /** VFs at every second address, 16 devices on: 01:00.0 has 01:10.0, 01:10.2, and so on. */
    private static NicDescription i82576(String address, String name) {
        return new NicDescription(pci(address), new Ids(INTEL, 0x10c9, INTEL, 0xa03c), KernelDriver.IGB, name, true,
                1_000, Optional.of(Sriov.of(7, 0x10ca, 128, 2)));
    }

    private static NicDescription x520Port(String address, String name) {
        return new NicDescription(pci(address), new Ids(INTEL, 0x10fb, INTEL, 0x7a11), KernelDriver.IXGBE, name, true,
                10_000, Optional.of(Sriov.of(63, 0x10ed, 128, 2)));
    }

    private static NicDescription x710Port(String address, String name, int offset) {
        return new NicDescription(pci(address), new Ids(INTEL, 0x1572, INTEL, 0x0008), KernelDriver.I40E, name, true,
                10_000, Optional.of(Sriov.of(64, 0x154c, offset, 1)));
    }

    private static NicDescription connectx6Port(String address, String name, int offset) {
        return new NicDescription(pci(address), new Ids(MELLANOX, 0x101d, MELLANOX, 0x0016), KernelDriver.MLX5, name,
                true, 100_000, Optional.of(Sriov.of(8, 0x101e, offset, 1)));
    }

    private static NicDescription bnxtPort(String address, String name, int offset) {
        return new NicDescription(pci(address), new Ids(BROADCOM, 0x16d7, BROADCOM, 0x4140), KernelDriver.BNXT, name,
                true, 25_000, Optional.of(Sriov.of(16, 0x16dc, offset, 1))).down();
    }

    private static NicDescription e810Port(PciAddress address, String name, int offset) {
        return new NicDescription(address, new Ids(INTEL, 0x1592, INTEL, 0x0002), KernelDriver.ICE, name, true, 100_000,
                Optional.of(Sriov.of(128, 0x1889, offset, 1)));
    }

    private static PciAddress pci(String address) {
        return PciAddress.parse(address).orElseThrow();
    }
}
