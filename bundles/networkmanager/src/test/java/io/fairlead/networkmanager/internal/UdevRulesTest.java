package io.fairlead.networkmanager.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.PciAddress;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.networkmanager.NetworkManager.Way;
import io.fairlead.api.resource.Persistence;
import io.fairlead.host.HostPath;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.host.simulated.SimulatedHosts;
import io.fairlead.networkmanager.internal.UdevDevice.Pf;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which line of udev's rules has a device left alone. The first rule is that of Debian's own NetworkManager. */
class UdevRulesTest {

    private static final HostPath DEBIAN = HostPath.USR.resolve("lib/udev/rules.d/85-nm-unmanaged.rules");
    private static final String DEBIANS_RULE = """
            SUBSYSTEM!="net", GOTO="nm_unmanaged_end"
            # ENV{NM_UNMANAGED}="1"
            ENV{ID_NET_DRIVER}=="veth", ENV{INTERFACE}!="eth[0-9]*", \\
              ENV{NM_UNMANAGED}="1"
            """;

    private final SimulatedHost host = SimulatedHost.of(SimulatedHosts.igb());

    @Test
    void debiansRuleIsToldFromOurs() {
        host.putFile(DEBIAN, DEBIANS_RULE);
        HostPath byName = rulesOf("eno4");
        HostPath byAddress = rulesOf("0000:02:00.0");
        host.putFile(byName, new String(OurFiles.content(pf("0000:01:00.0", "eno4"), Way.UDEV_RULE), UTF_8));
        host.putFile(byAddress, new String(OurFiles.content(pf("0000:02:00.0", "odd\"%k*"), Way.UDEV_RULE), UTF_8));

        assertThat(rules().lastFor(device("veth0", "veth", Optional.empty()), true))
                .hasValueSatisfying(place -> assertThat(place).hasToString(DEBIAN + " line 3"));
        assertThat(rules().lastFor(device("eth0", "veth", Optional.empty()), true)).isEmpty();
        assertThat(rules().lastFor(device("renamed", "igbvf", of("0000:01:00.0", "eno4")), true)).map(Place::file)
                .contains(byName);
        assertThat(rules().lastFor(device("v0", "igbvf", of("0000:02:00.0", "any")), true)).map(Place::file)
                .contains(byAddress);
        assertThat(rules().lastFor(device("v0", "igbvf", of("0000:03:00.0", "eno6")), true)).isEmpty();
    }

    @Test
    void aLaterRuleThatGivesTheDeviceBackIsFound() {
        host.putFile(HostPath.ETC.resolve("udev/rules.d/99-local.rules"),
                "ACTION==\"add|change\", ENV{INTERFACE}==\"eno4v*\", ENV{NM_UNMANAGED}=\"0\"\n");

        assertThat(rules().lastFor(device("eno4v0", "igbvf", of("0000:01:00.0", "eno4")), false))
                .hasValueSatisfying(place -> assertThat(place).hasToString("/etc/udev/rules.d/99-local.rules line 1"));
        assertThat(rules().lastFor(device("eno5v0", "igbvf", Optional.empty()), false)).isEmpty();
    }

    @Test
    void aRuleOfEtcHidesThatOfItsName() {
        host.putFile(DEBIAN, DEBIANS_RULE);
        host.putFile(HostPath.ETC.resolve("udev/rules.d/85-nm-unmanaged.rules"), "");

        assertThat(rules().settings()).isEmpty();
    }

    @Test
    void noNameOfAPfReachesARule() {
        assertThat(new String(OurFiles.content(pf("0000:02:00.0", "x\", RUN+=\"y"), Way.UDEV_RULE), UTF_8))
                .doesNotContain("RUN").contains("TEST==\"/sys/bus/pci/devices/0000:02:00.0/*/net/%k\"");
    }

    private static HostPath rulesOf(String pf) {
        return OurFiles.place(pf, Way.UDEV_RULE, Persistence.TRY);
    }

    private static PhysicalFunction pf(String address, String name) {
        return new PhysicalFunction(PciAddress.parse(address).orElseThrow(), Optional.of(name), 0x8086, 0x10c9,
                Optional.of("igb"), Optional.of(7), 0, true, Optional.empty(), Optional.empty(), Optional.empty(),
                List.of(),
                List.of());
    }

    private static Optional<Pf> of(String address, String name) {
        return Optional.of(new Pf(address, List.of(name)));
    }

    private UdevRules rules() {
        return new UdevRules(host.files());
    }

    private static UdevDevice device(String name, String driver, Optional<Pf> pf) {
        return new UdevDevice(name, "52:54:00:11:22:33", pf, true, Map.of("ID_NET_DRIVER", driver));
    }
}
