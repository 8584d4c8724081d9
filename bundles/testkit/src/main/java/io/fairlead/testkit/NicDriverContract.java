package io.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.EswitchMode;
import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.LinkState;
import io.fairlead.api.MacAddress;
import io.fairlead.api.NicMatch;
import io.fairlead.api.PciAddress;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VfAttribute;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.Vlan;
import io.fairlead.api.VirtualFunction;
import io.fairlead.host.simulated.HostDescription;
import io.fairlead.host.simulated.NicDescription;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.host.simulated.SimulatedHosts;
import io.fairlead.spi.nic.NicContext;
import io.fairlead.spi.nic.NicDriver;
import io.fairlead.spi.nic.NicFunction;
import io.fairlead.spi.nic.NicSession;
import io.fairlead.spi.nic.VfCreation;
import io.fairlead.sriov.internal.SriovWith;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every NIC driver keeps, whoever made it. A test of a driver extends this, and says which driver it is and which cards
 * it is for; the cards are put into a simulated host, and the real SR-IOV subsystem has the driver work on them.
 *
 * <p>It cannot tell whether what a driver says of the hardware is true: that takes the hardware.
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class NicDriverContract {

    private static final String NAME = "under-test";
    private static final String GUEST = "t1";
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final int MOST_VFS = 8;
    private static final int STRANGERS = 10_000;
    private static final long SEED = 20_261_126L;

    /** A new driver, as its bundle would register it. */
    protected abstract NicDriver driver();

    /** The cards it is for, each a PF with SR-IOV: those of {@link SimulatedHosts}, of a {@link RecordedNic}, or its own. */
    protected abstract List<NicDescription> cards();

    /** What the session says can be set, and what the kernel refuses all the same on some of the cards; none, for most. */
    protected Set<VfAttribute> refusedBySomeFirmware() {
        return Set.of();
    }

    @ParameterizedTest
    @MethodSource("cards")
    void itBidsForItsCards(NicDescription card) {
        assertThat(driver().match(function(card))).isNotEqualTo(NicMatch.NONE);
    }

    @ParameterizedTest
    @MethodSource("cards")
    void itBidsTheSameFromEveryThread(NicDescription card) {
        NicDriver driver = driver();
        NicMatch first = driver.match(function(card));
        assertThat(IntStream.range(0, 1_000).parallel().mapToObj(_ -> driver.match(function(card))))
                .containsOnly(first);
    }

    @Test
    void itLeavesTheCardsOfOthersToThem() {
        Set<Integer> vendors = Set.copyOf(cards().stream().map(card -> card.ids().vendor()).toList());
        assertThat(SimulatedHosts.all().stream().flatMap(host -> host.nics().stream())
                .filter(nic -> !vendors.contains(nic.ids().vendor())))
                .allSatisfy(nic -> assertThat(driver().match(function(nic))).as("%s", nic.ids())
                        .isLessThanOrEqualTo(NicMatch.GENERIC));
    }

    @Test
    void itHasABidForWhateverThereIs() {
        NicDriver driver = driver();
        SplittableRandom random = new SplittableRandom(SEED);
        List<String> drivers = cards().stream().map(card -> card.driver().name()).toList();
        for (int i = 0; i < STRANGERS; i++) {
            NicFunction stranger = new NicFunction(new PciAddress(0, random.nextInt(256), random.nextInt(32), 0),
                    random.nextInt(0x10000), random.nextInt(0x10000), random.nextInt(0x10000), random.nextInt(0x10000),
                    random.nextBoolean()
                            ? Optional.empty()
                            : Optional.of(drivers.get(random.nextInt(drivers.size()))));
            assertThat(driver.match(stranger)).as("%s", stranger).isNotNull();
        }
    }

    /** While a guest has a VF: the coming and going of a driver is nothing that hardware or guests notice. */
    @ParameterizedTest
    @MethodSource("cards")
    void itComesAndGoesWithoutTouchingItsCards(NicDescription card) {
        SimulatedHost host = hostOf(card);
        SriovWith subsystem = SriovWith.on(host);
        String pf = card.interfaceName();
        subsystem.arrives(NAME, driver());
        subsystem.sriov().setVfs(pf, 2, Optional.empty(), false);
        subsystem.leaves(NAME);
        host.hold(pf, 0, GUEST);
        host.forgetWrites();

        for (int i = 0; i < 10; i++) {
            subsystem.arrives(NAME, driver());
            assertThat(subsystem.inventory().physicalFunction(pf).nicDriver()).contains(NAME);
            assertThat(subsystem.quarantined(NAME)).isEmpty();
            subsystem.leaves(NAME);
            assertThat(subsystem.inventory().physicalFunction(pf).nicDriver()).isEmpty();
        }

        assertThat(host.writes()).isEmpty();
        assertThat(host.driverOf(pf, 0)).contains("vfio-pci");
        assertThat(host.numVfs(pf)).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("cards")
    void itSaysForEveryCountHowVfsAreMade(NicDescription card) {
        try (NicSession session = driver().open(new Alone(function(card)))) {
            for (int count = 1; count <= total(card); count++) {
                VfCreation creation = session.creation(count);
                assertThat(creation.settleTime()).as("for %d VFs", count).isPositive().isLessThanOrEqualTo(LONGEST);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cards")
    void vfsAreMadeAndRemovedAsItSays(NicDescription card) {
        SimulatedHost host = hostOf(card);
        SriovWith subsystem = SriovWith.on(host);
        subsystem.arrives(NAME, driver());
        String pf = card.interfaceName();
        int count = Math.min(MOST_VFS, total(card));

        assertThat(subsystem.sriov().setVfs(pf, count, Optional.of(true), false).after()).isEqualTo(count);
        PhysicalFunction made = subsystem.inventory().physicalFunction(pf);
        assertThat(made.functions()).hasSize(count).extracting(VirtualFunction::name)
                .as("the interfaces of VFs that are probed").allSatisfy(name -> assertThat(name).isPresent());
        assertThat(subsystem.sriov().setVfs(pf, 0, Optional.empty(), false).after()).isZero();

        assertThat(subsystem.quarantined(NAME)).isEmpty();
        subsystem.leaves(NAME);
    }

    @ParameterizedTest
    @MethodSource("cards")
    void whatItCallsSettableIsSetAndReadBack(NicDescription card) {
        SimulatedHost host = hostOf(card);
        SriovWith subsystem = SriovWith.on(host);
        subsystem.arrives(NAME, driver());
        String pf = card.interfaceName();
        subsystem.sriov().setVfs(pf, 1, Optional.of(true), false);
        Set<VfAttribute> settable = EnumSet.noneOf(VfAttribute.class);
        try (NicSession session = driver().open(new Alone(function(card)))) {
            settable.addAll(session.settable());
        }
        settable.removeAll(refusedBySomeFirmware());

        for (VfAttribute attribute : settable) {
            VfAttributes wanted = wanted(attribute);
            VfAttributes after = subsystem.sriov().setVf(pf, 0, wanted, Optional.empty()).after().attributes();
            assertThat(isIn(wanted, after)).as("%s of %s: %s", attribute.label(), pf, after).isTrue();
        }
        assertThat(subsystem.quarantined(NAME)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cards")
    void theEswitchChangesItsModeWhenItSays(NicDescription card) {
        SimulatedHost host = hostOf(card);
        SriovWith subsystem = SriovWith.on(host);
        subsystem.arrives(NAME, driver());
        String pf = card.interfaceName();
        boolean has;
        try (NicSession session = driver().open(new Alone(function(card)))) {
            has = session.eswitch().isPresent();
        }
        if (has) {
            subsystem.sriov().setVfs(pf, 2, Optional.of(true), false);
            assertThat(subsystem.sriov().setEswitchMode(pf, EswitchMode.SWITCHDEV).after())
                    .isEqualTo(EswitchMode.SWITCHDEV);
            assertThat(subsystem.inventory().physicalFunction(pf).functions()).hasSize(2);
        }
        assertThat(has).isEqualTo(card.driver().eswitch().isPresent());
    }

    private static SimulatedHost hostOf(NicDescription card) {
        return SimulatedHost.of(new HostDescription("contract", List.of(card), true, _ -> {
        }));
    }

    private static NicFunction function(NicDescription card) {
        return new NicFunction(card.pci(), card.ids().vendor(), card.ids().device(), card.ids().subsystemVendor(),
                card.ids().subsystemDevice(), Optional.of(card.driver().name()));
    }

    private static int total(NicDescription card) {
        return card.sriov().orElseThrow(() -> new IllegalArgumentException(card.interfaceName() + " has no SR-IOV"))
                .room();
    }

    private static VfAttributes wanted(VfAttribute attribute) {
        return switch (attribute) {
            case MAC -> of(MacAddress.parse("02:00:00:00:00:11"), Optional.empty(), Optional.empty(), Optional.empty(),
                    Optional.empty());
            case VLAN -> vlan(new Vlan(100, 3, Vlan.Protocol.DOT1Q));
            case VLAN_802_1AD -> vlan(new Vlan(200, 0, Vlan.Protocol.DOT1AD));
            case SPOOF_CHECK -> of(Optional.empty(), Optional.empty(), Optional.of(false), Optional.empty(),
                    Optional.empty());
            case TRUST -> of(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(true), Optional.empty());
            case LINK_STATE -> of(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                    Optional.of(LinkState.ON));
            case MIN_RATE -> rates(Optional.of(10), Optional.empty());
            case MAX_RATE -> rates(Optional.empty(), Optional.of(500));
        };
    }

    private static VfAttributes of(Optional<MacAddress> mac, Optional<Vlan> vlan, Optional<Boolean> spoofCheck,
            Optional<Boolean> trust, Optional<LinkState> linkState) {
        return new VfAttributes(mac, vlan, spoofCheck, trust, linkState, Optional.empty(), Optional.empty());
    }

    private static VfAttributes vlan(Vlan vlan) {
        return of(Optional.empty(), Optional.of(vlan), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static VfAttributes rates(Optional<Integer> least, Optional<Integer> most) {
        return new VfAttributes(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), least, most);
    }

    private static boolean isIn(VfAttributes wanted, VfAttributes seen) {
        return isIn(wanted.mac(), seen.mac()) && isIn(wanted.vlan(), seen.vlan())
                && isIn(wanted.spoofCheck(), seen.spoofCheck()) && isIn(wanted.trust(), seen.trust())
                && isIn(wanted.linkState(), seen.linkState()) && isIn(wanted.minRate(), seen.minRate())
                && isIn(wanted.maxRate(), seen.maxRate());
    }

    private static boolean isIn(Optional<?> wanted, Optional<?> seen) {
        return wanted.isEmpty() || wanted.equals(seen);
    }

    /** A card with no host around it: of what a session may ask, nothing is there. */
    private record Alone(NicFunction function) implements NicContext {

        @Override
        public Optional<String> attribute(String name) {
            return Optional.empty();
        }

        @Override
        public boolean lockedDown() {
            return false;
        }

        @Override
        public boolean hasProgram(String name) {
            return false;
        }

        @Override
        public Output run(List<String> arguments) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "there is no program " + arguments.getFirst());
        }
    }
}
