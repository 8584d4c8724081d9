package io.fairlead.systemd.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.systemd.OtherOwner;
import io.fairlead.host.HostPath;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.host.simulated.SimulatedHosts;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Everybody else who makes VFs at boot is found, by file and line. */
class OtherOwnersTest {

    private final SimulatedHost host = SimulatedHost.of(SimulatedHosts.igb());

    @Test
    void findsWhoWritesTheCountAndNotWhoOnlySpeaksOfIt() {
        put("systemd/system/a.service", "[Service]\n# sriov_numvfs\nExecStart=sh -c 'echo 4 >/sys/x/sriov_numvfs'\n");
        put("systemd/system/b.service.d/x.conf", "[Service]\nExecStartPost=sh -c 'echo 4 >sriov_numvfs'\n");
        put("systemd/network/c.link", "[Link]\nSR-IOVVirtualFunctions=4\n");
        put("udev/rules.d/d.rules", "ATTR{device/sriov_numvfs}=\"4\"\n");
        put("modprobe.d/e.conf", "options igb max_vfs=4\n");
        put("rc.local", "#!/bin/sh\necho 4 >/sys/class/net/eno4/device/sriov_numvfs\n");
        put("systemd/system/ours.service", "sriov_numvfs\n");

        List<OtherOwner> owners = new OtherOwners(host.files(), file -> file.name().equals("ours.service")).find();

        assertThat(owners).extracting(owner -> "%s %d".formatted(owner.file(), owner.line())).containsExactlyInAnyOrder(
                "/etc/systemd/system/a.service 3", "/etc/systemd/system/b.service.d/x.conf 2",
                "/etc/systemd/network/c.link 2", "/etc/udev/rules.d/d.rules 1", "/etc/modprobe.d/e.conf 1",
                "/etc/rc.local 2");
    }

    private void put(String file, String content) {
        host.putFile(HostPath.ETC.resolve(file), content);
    }
}
