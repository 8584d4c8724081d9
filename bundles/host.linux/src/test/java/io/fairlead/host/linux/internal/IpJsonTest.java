package io.fairlead.host.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.LinkState;
import io.fairlead.api.MacAddress;
import io.fairlead.api.PciAddress;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.Vlan;
import io.fairlead.host.Link;
import io.fairlead.host.Route;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On what iproute2 6.15 printed in the lab. */
class IpJsonTest {

    @Test
    void readsTheAttributesOfEveryVf() throws IOException {
        Link eno4 = link(IpJson.links(recorded("address.json")), "eno4");

        assertThat(eno4.device()).contains(PciAddress.parse("0000:01:00.0").orElseThrow());
        assertThat(eno4.vfs()).hasSize(7);
        assertThat(eno4.vfs().get(3)).isEqualTo(new VfAttributes(MacAddress.parse("52:54:00:11:22:33"),
                Optional.of(new Vlan(100, 5, Vlan.Protocol.DOT1Q)), Optional.of(false), Optional.of(true),
                Optional.of(LinkState.AUTO), Optional.of(0), Optional.of(0)));
    }

    @Test
    void anAddressTheKernelMadeUpIsNone() throws IOException {
        List<Link> links = IpJson.links(recorded("address.json"));

        assertThat(link(links, "eno4v1").up()).isTrue();
        assertThat(link(links, "eno4v1").addresses()).isEmpty();
        assertThat(link(links, "eno4v2").addresses()).containsExactly("192.0.2.1/24");
    }

    @Test
    void knowsWhatLiesOnAnInterface() throws IOException {
        List<Link> links = IpJson.links(recorded("address.json"));
        Link macvtap = links.stream().filter(link -> link.kind().equals(Optional.of("macvtap"))).findFirst()
                .orElseThrow();

        assertThat(macvtap.lower()).contains(link(links, "eno4v3").index());
    }

    @Test
    void aMacvlanInAnotherNamespaceLiesOnAnInterfaceOutsideAndAVethDoesNot() throws IOException {
        List<Link> links = IpJson.foreignLinks(recorded("namespace.json"));

        assertThat(link(links, "mv0").lower()).isPresent();
        assertThat(link(links, "x0").lower()).isEmpty();
        assertThat(link(links, "eno4v4").device()).contains(PciAddress.parse("0000:01:11.0").orElseThrow());
    }

    @Test
    void theTwoEndsOfAVethDoNotLieOnEachOther() {
        List<Link> links = IpJson.links("""
                [{"ifindex":2,"ifname":"p0","link":"v0","linkinfo":{"info_kind":"veth"}},
                 {"ifindex":3,"ifname":"v0","link":"p0","linkinfo":{"info_kind":"veth"}}]
                """);

        assertThat(links).allSatisfy(link -> assertThat(link.lower()).isEmpty());
    }

    @Test
    void thePermanentAddressOutlivesAnother() throws IOException {
        List<Link> links = IpJson.links(recorded("address.json"));

        assertThat(link(links, "eno4").permanentMac()).contains(new MacAddress("52:54:00:12:34:57"));
        assertThat(link(links, "eno4v0").permanentMac()).contains(new MacAddress("02:31:b3:8e:f5:05"));
    }

    @Test
    void onlyRoutesThatSomebodyAddedCount() throws IOException {
        assertThat(IpJson.routes(recorded("route.json"))).contains(new Route("eno4v2", "198.51.100.0/24"))
                .noneMatch(route -> route.interfaceName().equals("eno4v1"));
    }

    private static Link link(List<Link> links, String name) {
        return links.stream().filter(link -> link.name().equals(name)).findFirst().orElseThrow();
    }

    private static String recorded(String name) throws IOException {
        try (InputStream stream = IpJsonTest.class.getResourceAsStream("/recorded/igb/" + name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
