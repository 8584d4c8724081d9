package io.fairlead.itests.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the real NetworkManager does not do on demand, by python3-dbusmock in its place on the rig's bus. */
@InTheRig
class NetworkManagerErrorsTest {

    /** The report's 10 s and the JVM's start on a busy machine. */
    private static final Duration ONE_REPORT = Duration.ofSeconds(40);

    /** Two VFs and forty profiles; what answers Reload, and GetSettings of profile n, is in files. */
    private static final String MOCK = """
            import dbus
            nm, top = 'org.freedesktop.NetworkManager', '/org/freedesktop/NetworkManager'
            mock = dbus.Interface(dbus.SystemBus().get_object(nm, '/org/freedesktop'), 'org.freedesktop.DBus.Mock')
            profiles = ['%s/Settings/%d' % (top, n) for n in range(40)]
            for n, path in enumerate(profiles):
                answer = 'n = %d\\n' % n + open('/root/settings.py').read()
                mock.AddObject(path, nm + '.Settings.Connection', {'Filename': '/profile%d' % n},
                               [('GetSettings', '', 'a{sa{sv}}', answer)])
            mock.AddObject(top + '/Settings', nm + '.Settings', {'CanModify': True},
                           [('ListConnections', '', 'ao', 'ret = %r' % profiles)])
            for n in range(2):
                mock.AddObject('%s/Devices/%d' % (top, n), nm + '.Device', {'Interface': 'eno4v%d' % n,
                               'State': dbus.UInt32(30), 'ActiveConnection': dbus.ObjectPath('/')}, [('None', '', '', '')])
            mock.AddObject(top, nm, {'Version': '1.99.9'}, [('Reload', 'u', '', open('/root/reload.py').read())])
            """;

    private static final String RELOADS = "pass\n";
    private static final String ANSWERS = "ret = {'connection': {'id': 'profile %d' % n}, 'sriov': {'total-vfs': dbus.UInt32(n)}}\n";

    private final Rig rig;

    NetworkManagerErrorsTest(Rig rig) {
        this.rig = rig;
    }

    @BeforeEach
    void twoVfs() {
        rig.makeVfs(2);
        rig.run("systemctl", "stop", "NetworkManager").succeeded();
    }

    @AfterEach
    void noMock() {
        rig.run("systemctl", "stop", "mock").succeeded();
    }

    private void networkManagerThat(String reload, String settings) {
        rig.run("systemd-run", "--quiet", "--collect", "--unit=mock", "python3", "-m", "dbusmock", "--system",
                "--is-object-manager", "org.freedesktop.NetworkManager", "/org/freedesktop", "org.freedesktop.Unused")
                .succeeded();
        rig.await("the mock is there",
                () -> rig.run("busctl", "status", "org.freedesktop.NetworkManager").status() == 0);
        rig.write("/root/reload.py", reload);
        rig.write("/root/settings.py", settings);
        rig.write("/root/mock.py", MOCK);
        rig.run("python3", "/root/mock.py").succeeded();
    }

    /** Each answer comes within the bound of a call; all of them would take more than a minute. */
    @Test
    void oneThatIsSlowCostsNoMoreThanTheReportsBound() {
        networkManagerThat(RELOADS, "import time\ntime.sleep(2)\n" + ANSWERS);

        assertThat(rig.fairlead(ONE_REPORT, "nm:status").succeeded())
                .contains("NetworkManager cannot be asked", "is slow and did not answer all questions within 7 s");
    }

    @Test
    void whatIsGoneBetweenTwoQuestionsIsPassedOver() {
        networkManagerThat(RELOADS, """
                if n == 3:
                    raise dbus.exceptions.DBusException('gone', name='org.freedesktop.DBus.Error.UnknownObject')
                """ + ANSWERS);

        assertThat(rig.fairlead("nm:status").succeeded())
                .contains("NetworkManager 1.99.9", "eno4v0", "sriov.total-vfs=2:", "sriov.total-vfs=39:")
                .doesNotContain("sriov.total-vfs=3:");
    }

    @Test
    void aRefusedReloadIsSaidAndTakenBack() {
        networkManagerThat("""
                raise dbus.exceptions.DBusException('Not authorized', name='org.freedesktop.NetworkManager.PermissionDenied')
                """, ANSWERS);
        String before = rig.run("find", "/etc/NetworkManager", "-printf", "%M %u %p\\n").succeeded();

        assertThat(rig.fairlead("nm:unmanage", "eno4", "--keyfile", "--keep").endedWith(4).sentence())
                .contains("Not authorized");

        assertThat(rig.run("find", "/etc/NetworkManager", "-printf", "%M %u %p\\n").succeeded()).isEqualTo(before);
    }
}
