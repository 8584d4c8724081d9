package io.fairlead.libvirt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.MacAddress;
import io.fairlead.api.PciAddress;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VfAttribute;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.VirtualFunction;
import io.fairlead.api.libvirt.GuestFunction;
import io.fairlead.api.libvirt.GuestMay;
import io.fairlead.api.libvirt.GuestVfs;
import io.fairlead.api.libvirt.Pool;
import io.fairlead.libvirt.internal.Look.GuestState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What is told of a guest, and what is rendered for the hook; the guest is one that a real libvirt described. */
class GuestViewTest {

    private static final UUID ID = UUID.fromString(Recorded.GUEST);
    private static final MacAddress MAC = new MacAddress("52:54:00:11:22:33");
    private static final PciAddress VF_0 = PciAddress.parse("0000:01:10.0").orElseThrow();
    private static final PciAddress VF_3 = PciAddress.parse("0000:01:10.6").orElseThrow();
    private static final String WISH = "<f:guest xmlns:f='urn:fairlead:libvirt:1'>"
            + "<f:interface mac='52:54:00:11:22:33' trust='on' maxRate='100'/>"
            + "<f:interface mac='52:54:00:11:22:34' trust='on'/>"
            + "<f:interface mac='52:54:00:99:99:99' spoofCheck='off'/></f:guest>";

    @Test
    void aGuestThatIsOffTakesWhatItsDefinitionSays() {
        GuestVfs guest = view(Set.of(), List.of()).of(guest(false));

        assertThat(guest.functions()).extracting(GuestFunction::way).startsWith(GuestFunction.Way.POOL,
                GuestFunction.Way.INTERFACE);
        assertThat(guest.functions()).filteredOn(GuestFunction::takes).hasSize(2).noneMatch(GuestFunction::holds);
        assertThat(guest.functions().getFirst().pf()).hasValue("eno4");
        assertThat(guest.functions().get(1).function()).hasValue(VF_3);
    }

    @Test
    void aRunningGuestHasTheVfOfItsPort() {
        GuestVfs guest = view(Set.of(), List.of(use())).of(guest(true));

        assertThat(guest.functions().getFirst().function()).hasValue(VF_0);
        assertThat(guest.functions().getFirst().holds()).isTrue();
    }

    @Test
    void nothingIsGrantedThatIsNotAllowed() {
        GuestVfs guest = view(Set.of(GuestMay.TRUST), List.of()).of(guest(false));

        GuestFunction first = guest.functions().getFirst();
        assertThat(first.granted().trust()).hasValue(true);
        assertThat(first.granted().maxRate()).isEmpty();
        assertThat(first.denied()).containsExactly(VfAttribute.MAX_RATE);
        assertThat(rendered(guest)).contains("""
                mac 52:54:00:11:22:33 trust on
                pci 0000:01:10.6 trust on
                """).doesNotContain("99");
        assertThat(RenderedWish.of(view(Set.of(), List.of()).of(guest(false)))).isEmpty();
    }

    @Test
    void anInterfaceThatMayBePluggedInLaterIsReadyForTheHook() {
        GuestVfs guest = view(Set.of(GuestMay.SPOOF_CHECK), List.of()).of(guest(false));

        assertThat(rendered(guest)).endsWith("mac 52:54:00:99:99:99 spoofchk off\n");
    }

    @Test
    void aWishIsRenderedBeforeItsPoolOrVfIsThere() {
        GuestVfs guest = new GuestView(new Functions(List.of()), List.of(), new Grants(Set.of(GuestMay.TRUST)))
                .of(guest(false));

        assertThat(rendered(guest)).contains("mac 52:54:00:11:22:33 trust on", "pci 0000:01:10.6 trust on");
        assertThat(guest.notes()).contains("the network vfpool gives it no VF now", "0000:01:10.6 gives it no VF now");
    }

    @Test
    void whatIsGrantedAndNotSoIsSaid() {
        GuestVfs guest = view(Set.of(GuestMay.TRUST), List.of(use())).of(guest(true));

        assertThat(guest.notes())
                .contains("on VF 0 of eno4 the trust is not as granted: it is given when the guest starts next");
    }

    private static String rendered(GuestVfs guest) {
        return new String(RenderedWish.of(guest).orElseThrow(), StandardCharsets.UTF_8);
    }

    private static Pool.Use use() {
        return new Pool.Use("t1", ID, Optional.of(MAC), Optional.of(VF_0));
    }

    private static GuestView view(Set<GuestMay> may, List<Pool.Use> uses) {
        PhysicalFunction pf = new PhysicalFunction(PciAddress.parse("0000:01:00.0").orElseThrow(), Optional.of("eno4"),
                0x8086, 0x10c9, Optional.of("igb"), Optional.of(7), 2, false, Optional.empty(), Optional.empty(),
                Optional.empty(),
                List.of(), List.of(vf(0, VF_0), vf(3, VF_3)));
        Pool pool = new Pool("vfpool", UUID.randomUUID(), Optional.of("eno4"), true, true, true, true,
                List.of(VF_0, VF_3), Optional.empty(), uses);
        return new GuestView(new Functions(List.of(pf)), List.of(pool), new Grants(may));
    }

    private static VirtualFunction vf(int index, PciAddress address) {
        VfAttributes seen = new VfAttributes(Optional.empty(), Optional.empty(), Optional.of(true), Optional.of(false),
                Optional.empty(), Optional.of(0), Optional.of(0));
        return new VirtualFunction(index, address, Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), seen,
                List.of());
    }

    private static GuestState guest(boolean running) {
        Element domain = Xml.parse(Recorded.of("11.3", "guest-kept.xml").replace("<metadata>", "<metadata>" + WISH),
                "domain").orElseThrow();
        List<Device> devices = Device.of(domain).toList();
        return new GuestState("t1", ID, running, running ? devices : List.of(), devices, Wish.of(domain));
    }
}
