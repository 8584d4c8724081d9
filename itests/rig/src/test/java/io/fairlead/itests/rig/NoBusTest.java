package io.fairlead.itests.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A host whose bus was killed, in the midst of a change: every command says so within its bound, and changes nothing. The host itself is not to be
 * mended after that (systemd does not start its bus anew under itself), so this has a rig of its own.
 */
@InTheRig
class NoBusTest {

    /** The slowest of our bounds on the bus, and the start of a process on a busy machine. */
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final Rig rig;

    NoBusTest(Rig rig) {
        this.rig = rig;
    }

    @Test
    void whatCannotBeAskedIsAStatusAndNoChangeIsMade() {
        rig.makeVfs(2);
        String before = everything();

        rig.met("udevadm", "trigger",
                "systemctl stop dbus.socket dbus.service; pkill -KILL dbus-daemon; rm -f /run/dbus/system_bus_socket",
                () -> assertThat(rig.fairlead(BOUND, "nm:unmanage", "eno4").endedWith(4).sentence())
                        .contains("what was written is gone"));
        assertThat(everything()).isEqualTo(before);

        assertThat(rig.fairlead(BOUND, "nm:status").succeeded()).contains("NetworkManager cannot be asked");
        assertThat(rig.fairlead(BOUND, "unit:list").succeeded()).contains("systemd cannot be asked");
        assertThat(rig.fairlead(BOUND, "sriov:list").succeeded()).contains("eno4");
        assertThat(rig.fairlead(BOUND, "nm:unmanage", "eno4", "--keep").endedWith(4).error())
                .contains("nothing was changed");
        assertThat(rig.fairlead(BOUND, "unit:install", "eno4", "--keep").endedWith(4).error())
                .contains("nothing was changed");
        assertThat(everything()).isEqualTo(before);
    }

    private String everything() {
        return rig.run("find", "/etc", "/run/udev/rules.d", "/run/systemd/system").output();
    }
}
