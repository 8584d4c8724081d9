package io.fairlead.libvirt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.LinkState;
import io.fairlead.api.MacAddress;
import io.fairlead.api.PciAddress;
import io.fairlead.api.libvirt.GuestFunction.Way;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** What is read of real libvirts' documents, and what is not of others. */
class DocumentsTest {

    private static final UUID POOL = UUID.fromString("11111111-2222-3333-4444-000000000000");

    @ParameterizedTest
    @ValueSource(strings = {"9.0", "11.3"})
    void aGuestsDevicesAreThoseOfItsDefinitionAndNotOfItsMetadata(String libvirt) {
        Element guest = Xml.parse(Recorded.of(libvirt, "guest-kept.xml"), "domain").orElseThrow();

        assertThat(Xml.text(guest, "name")).hasValue("t1 %s;x \"q' $(id) ..");
        assertThat(Device.of(guest)).containsExactly(
                new Device(Way.POOL, mac("52:54:00:11:22:33"), Optional.of("vfpool"), Optional.empty()),
                new Device(Way.INTERFACE, mac("52:54:00:11:22:34"), Optional.empty(), pci("0000:01:10.6")),
                new Device(Way.HOSTDEV, Optional.empty(), Optional.empty(), pci("0000:01:11.0")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9.0", "11.3"})
    void aStartedPoolListsItsVfsAndForgetsItsPfAtARestart(String libvirt) {
        Network started = Network.parse(Recorded.of(libvirt, "pool-started.xml")).orElseThrow();
        Network restarted = Network.parse(Recorded.of(libvirt, "pool-after-restart.xml")).orElseThrow();

        assertThat(started.hostdev()).isTrue();
        assertThat(started.functions()).hasSize(7).contains(pci("0000:01:11.4").orElseThrow())
                .isEqualTo(restarted.functions());
        assertThat(restarted.pfs()).isEmpty();
        assertThat(started.madeFor()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9.0", "11.3"})
    void aPortTellsWhoHasWhat(String libvirt) {
        assertThat(Port.parse(POOL, Recorded.of(libvirt, "port.xml"))).hasValue(new Port(POOL, "t 1 <x",
                UUID.fromString(Recorded.GUEST), mac("52:54:00:11:22:33"), pci("0000:01:10.0")));
    }

    @Test
    void whatWeWriteIsRecognizedAsOurs() {
        Network pool = Network.parse(Network.document("a<b>&'\"", Optional.of(POOL), "eno4")).orElseThrow();

        assertThat(pool).isEqualTo(
                new Network("a<b>&'\"", POOL, true, List.of("eno4"), List.of(), Optional.of("eno4")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<domain", "no document", "<network/>",
            "<!DOCTYPE domain [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><domain><name>&x;</name></domain>",
            "<!DOCTYPE domain><domain/>", "<domain>&undefined;</domain>"})
    void whatIsNoDomainOrHasADoctypeIsNotRead(String text) {
        assertThat(Xml.parse(text, "domain")).isEmpty();
    }

    @Test
    void fourMebibytesAreTheMost() {
        String room = " ".repeat(Xml.MOST_BYTES - "<domain></domain>".length());

        assertThat(Xml.parse("<domain>" + room + "</domain>", "domain")).isPresent();
        assertThat(Xml.parse("<domain>" + room + " </domain>", "domain")).isEmpty();
    }

    @Test
    void aWishIsUnderstoodInOurNamespaceAlone() {
        Wish.Wishes wishes = wishes("""
                <x:guest xmlns:x='urn:fairlead:libvirt:1'>
                  <x:interface mac='52:54:00:AA:22:33' trust='on' spoofCheck='off' linkState='auto' minRate='1' maxRate='2'/>
                  <hostdev pci='0000:01:10.6' trust='off'/>
                </x:guest>
                <guest xmlns='urn:else'><interface mac='52:54:00:11:22:33' trust='on'/></guest>
                """);

        assertThat(wishes.notes()).isEmpty();
        assertThat(wishes.list()).hasSize(2);
        Wish first = wishes.list().getFirst();
        assertThat(first.mac()).isEqualTo(mac("52:54:00:aa:22:33"));
        assertThat(first.wanted().trust()).hasValue(true);
        assertThat(first.wanted().spoofCheck()).hasValue(false);
        assertThat(first.wanted().linkState()).hasValue(LinkState.AUTO);
        assertThat(first.wanted().minRate()).hasValue(1);
        assertThat(first.wanted().maxRate()).hasValue(2);
        assertThat(wishes.list().getLast().function()).isEqualTo(pci("0000:01:10.6"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<interface mac='x' trust='on'/>", "<interface trust='on'/>",
            "<interface mac='52:54:00:11:22:33' trust='maybe'/>", "<interface mac='52:54:00:11:22:33' Trust='on'/>",
            "<interface mac='52:54:00:11:22:33' maxRate='-1'/>",
            "<interface mac='52:54:00:11:22:33' maxRate='99999999999'/>",
            "<hostdev pci='0000:01:10.6&#10;pci 0000:01:10.0' trust='on'/>", "<else/>"})
    void whatIsNotUnderstoodOfAWishIsSaid(String wish) {
        assertThat(wishes("<guest xmlns='urn:fairlead:libvirt:1'>" + wish + "</guest>").notes()).isNotEmpty();
    }

    private static Wish.Wishes wishes(String metadata) {
        return Wish.of(Xml.parse("<domain><metadata>" + metadata + "</metadata></domain>", "domain").orElseThrow());
    }

    private static Optional<MacAddress> mac(String text) {
        return MacAddress.parse(text);
    }

    private static Optional<PciAddress> pci(String text) {
        return PciAddress.parse(text);
    }
}
