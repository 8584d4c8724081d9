package io.fairlead.networkmanager.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.networkmanager.Fault;
import io.fairlead.host.HostPath;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.host.simulated.SimulatedHosts;
import io.fairlead.networkmanager.internal.DeviceMatch.Device;
import io.fairlead.networkmanager.internal.NmConfig.Line;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which line makes a device unmanaged, and which line takes that away. */
class NmConfigTest {

    private static final HostPath MAIN = HostPath.ETC.resolve("NetworkManager/NetworkManager.conf");

    private final SimulatedHost host = SimulatedHost.of(SimulatedHosts.igb());

    @Test
    void theSeedsLineInTheMainFileCancelsADropInOfRunButNotOneOfEtc() {
        host.putFile(MAIN, "[main]\nplugins=keyfile\n[keyfile]\nunmanaged-devices=interface-name:ens*v*\n");
        host.putFile(run("zz.conf"), "[keyfile]\nunmanaged-devices+=interface-name:=eno4v0\n");

        assertThat(read().unmanagedBy(device("eno4v0"))).isEmpty();
        assertThat(read().cancels(run("zz.conf"))).map(Line::file).contains(MAIN);
        assertThat(read().replacing()).singleElement()
                .satisfies(fault -> assertThat(fault.describe()).startsWith(MAIN + " line 4: "));

        host.putFile(etc("zz.conf"), "[keyfile]\nunmanaged-devices+=interface-name:=eno4v0\n");
        assertThat(read().unmanagedBy(device("eno4v0"))).map(Line::file).contains(etc("zz.conf"));
        assertThat(read().unmanagedBy(device("ens3v0"))).map(Line::file).contains(MAIN);
        assertThat(read().cancels(etc("zz.conf"))).isEmpty();
    }

    @Test
    void aFileOfEtcHidesThoseOfItsNameEvenMalformedOnes() {
        host.putFile(HostPath.USR.resolve("lib/NetworkManager/conf.d/a.conf"), "broken\n");
        host.putFile(run("a.conf"), "broken too\n");
        host.putFile(etc("a.conf"), "");
        assertThat(read().malformed()).isEmpty();

        host.putFile(run(".b.conf"), "[keyfile]\nbroken\n");
        assertThat(read().malformed()).singleElement().extracting(Fault::file, Fault::line)
                .containsExactly("/run/NetworkManager/conf.d/.b.conf", 2);
    }

    @Test
    void exceptTakesADeviceOut() {
        host.putFile(etc("a.conf"), "[keyfile]\nunmanaged-devices=mac:52:54:00:11:22:33;eno5v0\n");
        assertThat(read().unmanagedBy(device("eno4v0"))).isPresent();

        host.putFile(etc("b.conf"), "[keyfile]\nunmanaged-devices+=except:interface-name:eno4v*\n");
        assertThat(read().unmanagedBy(device("eno4v0"))).isEmpty();
    }

    @Test
    void aDeviceSectionThatLeavesADeviceAloneIsFound() {
        host.putFile(etc("a.conf"), "[device-vfs]\nmatch-device=interface-name:eno4v*\nmanaged=0\n");

        assertThat(read().notManagedBySection(device("eno4v1"))).map(line -> line.entry().line()).contains(3);
        assertThat(read().notManagedBySection(device("eno4"))).isEmpty();
    }

    private static Device device(String name) {
        return new Device(name, Optional.of("52:54:00:11:22:33"), Optional.of("igbvf"));
    }

    private static HostPath etc(String name) {
        return HostPath.ETC.resolve("NetworkManager/conf.d").resolve(name);
    }

    private static HostPath run(String name) {
        return HostPath.RUN.resolve("NetworkManager/conf.d").resolve(name);
    }

    private NmConfig read() {
        return NmConfig.read(host.files());
    }
}
