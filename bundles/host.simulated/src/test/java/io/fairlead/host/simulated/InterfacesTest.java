package io.fairlead.host.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.host.ForeignLink;
import io.fairlead.host.HostPath;
import io.fairlead.host.Link;
import io.fairlead.host.Route;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** VF interfaces in use, as rtnetlink and sysfs tell of them. */
class InterfacesTest {

    private final SimulatedHost host = SimulatedHost.of(SimulatedHosts.igb());
    private final Root root = new Root(host);

    @BeforeEach
    void createBound() {
        host.createVfs("eno4", 3);
    }

    @Test
    void aMovedInterfaceLeavesAnEmptyDirectoryBehind() {
        host.moveToNamespace("eno4", 1, "blue");

        HostPath net = root.device("eno4", 1).resolve("net");
        assertThat(host.files().exists(net)).isTrue();
        assertThat(host.files().list(net)).isEmpty();
        assertThat(host.files().exists(HostPath.SYS.resolve("class/net/eno4v1"))).isFalse();
        assertThat(host.links().links()).extracting(Link::name).doesNotContain("eno4v1");
        assertThat(host.links().inOtherNamespaces()).singleElement().satisfies(foreign -> {
            assertThat(foreign.namespace()).isEqualTo("blue");
            assertThat(foreign.link().device()).contains(host.pciOf("eno4", 1));
        });

        host.moveBack("eno4", 1);

        assertThat(host.files().list(net)).containsExactly("eno4v1");
        assertThat(host.links().inOtherNamespaces()).isEmpty();
    }

    @Test
    void addressMasterRouteAndSocketAreSeen() {
        host.addAddress("eno4", 0, "192.0.2.1/24");
        host.addRoute("eno4", 0, "198.51.100.0/24");
        host.setMaster("eno4", 1, "br0");
        long pid = host.openXdp("eno4", 2, "xdpsock");

        assertThat(link("eno4v0").addresses()).containsExactly("192.0.2.1/24");
        assertThat(host.links().routes()).containsExactly(new Route("eno4v0", "198.51.100.0/24"));
        assertThat(link("eno4v1").master()).contains("br0");
        assertThat(link("br0").kind()).contains("bridge");
        assertThat(host.links().xdpSockets()).singleElement().hasToString(
                "XdpSocket[interfaceName=eno4v2, command=xdpsock, pid=%d]".formatted(pid));
        host.exit(pid);
        assertThat(host.links().xdpSockets()).isEmpty();
    }

    @Test
    void anInterfaceOnTopNamesTheOneItLiesOn() {
        host.addOnTop("eno4", 0, "macvtap", "macvtap0");
        host.addOnTop("eno4", 1, "macvlan", "eth0", "blue");

        assertThat(link("macvtap0").lower()).contains(link("eno4v0").index());
        assertThat(link("macvtap0").kind()).contains("macvtap");
        assertThat(link("eth0").lower()).isEmpty();
        assertThat(host.links().inOtherNamespaces()).extracting(ForeignLink::link).singleElement()
                .satisfies(foreign -> assertThat(foreign.lower()).contains(link("eno4v1").index()));
    }

    @Test
    void allThatUsesAnInterfaceGoesWithIt() {
        host.addRoute("eno4", 0, "default");
        host.addOnTop("eno4", 0, "vlan", "eno4v0.5");
        host.addOnTop("eno4", 0, "macvlan", "eth1", "blue");
        host.moveToNamespace("eno4", 1, "blue");
        host.openXdp("eno4", 2, "xdpsock");

        assertThat(root.setCount("eno4", "0")).isEqualTo("done");

        assertThat(host.links().links()).extracting(Link::name).containsExactlyInAnyOrder("lo", "eth0", "eno4", "eno5");
        assertThat(host.links().routes()).isEmpty();
        assertThat(host.links().inOtherNamespaces()).isEmpty();
        assertThat(host.links().xdpSockets()).isEmpty();
    }

    @Test
    void namesMayBeAnythingAndSysfsFollows() {
        host.rename("eno4v0", "*;`");

        assertThat(host.interfaceOf("eno4", 0)).contains("*;`");
        assertThat(host.files().list(root.device("eno4", 0).resolve("net"))).containsExactly("*;`");
        assertThat(host.files().linkName(HostPath.SYS.resolve("class/net/*;`/device"))).contains("0000:01:10.0");
    }

    @Test
    void virtioTellsNoFunctionOfItsInterface() {
        assertThat(link("eth0").device()).isEmpty();
        assertThat(host.files().linkName(HostPath.SYS.resolve("class/net/eth0/device"))).contains("virtio0");
        assertThat(host.files().exists(root.device("eth0").resolve("net"))).isFalse();
    }

    private Link link(String name) {
        return host.links().links().stream().filter(link -> link.name().equals(name)).findFirst().orElseThrow();
    }
}
