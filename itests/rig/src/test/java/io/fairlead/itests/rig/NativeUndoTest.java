package io.fairlead.itests.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The way back that needs no Java, with real systemds: its program, its timer and its boot unit, on the data that the
 * lifecycle manager writes (see the top of its program).
 */
@InTheRig
class NativeUndoTest {

    private static final Path RESOURCES = Path.of("..", "..", "bundles", "lifecycle", "src", "main", "resources", "io",
            "fairlead", "lifecycle", "internal", "wayback").toAbsolutePath();
    private static final String DATA = "/var/lib/fairlead/try/way-back";
    private static final String PROGRAM = DATA + "/programs/undo";
    private static final String UNITS = "/etc/systemd/system/";
    private static final String UNIT = UNITS + "fairlead-undo.service";
    private static final String DROP_IN = UNITS + "sysinit.target.d/50-fairlead-undo.conf";
    private static final String STORY = "/etc/story";
    private static final String RULE = "/etc/NetworkManager/conf.d/90-try.conf";

    private final Rig rig;

    NativeUndoTest(Rig rig) {
        this.rig = rig;
    }

    @AfterEach
    void asBefore() {
        rig.sh("umount /etc; systemctl stop 'fairlead-undo-*.timer'; rm -rf /etc/story " + DATA + " " + RULE + " "
                + UNIT
                + " " + DROP_IN + "; systemctl daemon-reload; nmcli general reload");
    }

    @Test
    void theTimerTakesBackWhatNobodyConfirmed() {
        rig.run("ip", "link", "add", "eno9", "type", "veth", "peer", "name", "peno9").succeeded();
        rig.await("NetworkManager manages eno9", () -> !state("eno9").contains("unmanaged"));
        armAndTry();
        rig.run("nmcli", "general", "reload").succeeded();
        rig.await("the try keeps it off", () -> state("eno9").contains("unmanaged"));

        rig.run("systemd-run", "--quiet", "--collect", "--unit=fairlead-undo-7-1", "--on-active=500ms",
                "--timer-property=AccuracySec=100ms", "/bin/sh", PROGRAM, "deadline", "7", "1").succeeded();

        rig.await("it is written down", () -> rig.run("cat", DATA + "/result").output().equals("undone\n"));
        assertThat(rig.run("cat", STORY).succeeded()).isEqualTo("old");
        assertThat(rig.run("test", "-e", RULE).status()).isNotZero();
        rig.await("NetworkManager manages eno9 again", () -> !state("eno9").contains("unmanaged"));
        rig.await("the boot unit is gone", () -> rig.run("test", "-e", UNIT).status() != 0);
        assertThat(rig.run("test", "-e", UNITS + "sysinit.target.d").status()).isNotZero();
        rig.await("systemd has forgotten it", () -> rig.run("systemctl", "list-units", "--all", "--no-legend",
                "fairlead-undo*").output().isEmpty());
    }

    @Test
    void whatAReadOnlyFileSystemPreventsIsNamedAndPutBackLater() {
        armAndTry();
        rig.sh("mount --bind /etc /etc && mount -o remount,ro,bind /etc").succeeded();

        assertThat(rig.run("sh", PROGRAM, "deadline", "7", "1").endedWith(1).error()).contains(
                "<3>fairlead undo: story: /etc/story cannot be put back (Read-only file system)", RULE);
        assertThat(rig.run("cat", STORY).succeeded()).isEqualTo("new");

        rig.run("umount", "/etc").succeeded();
        rig.run("sh", PROGRAM, "again", "7").succeeded();
        assertThat(rig.run("cat", STORY).succeeded()).isEqualTo("old");
        assertThat(rig.run("cat", DATA + "/result").succeeded()).isEqualTo("undone");
    }

    @Test
    void theBootUnitIsSound() {
        armAndTry();

        // of a target it finds ordering cycles too; at a real boot they are said before there is a journal
        Result verified = rig.run("systemd-analyze", "verify", "--man=no", UNIT, "multi-user.target");

        assertThat(verified.succeeded() + verified.error()).isEmpty();
        rig.run("systemctl", "daemon-reload").succeeded();
        assertThat(rig.run("systemctl", "show", "--property=Wants", "sysinit.target").succeeded())
                .contains("fairlead-undo.service");
        rig.write(DATA + "/boot", rig.run("cat", "/proc/sys/kernel/random/boot_id").succeeded() + "\n");
        rig.run("systemctl", "start", "fairlead-undo").succeeded();
        assertThat(rig.run("cat", STORY).succeeded()).as("in the same boot").isEqualTo("new");
        rig.run("systemctl", "stop", "fairlead-undo").succeeded();
    }

    @Test
    void theNextBootTakesBackWhatAPowerCutLeft() {
        Map<String, String> files = tried();
        files.put(UNITS + "tried.service", service());
        files.put(UNITS + "multi-user.target.d/50-tried.conf", "[Unit]\nWants=tried.service\n");
        files.put(DATA + "/blobs/kept", service());
        files.put(DATA + "/blobs/wants", "[Unit]\nWants=kept.service\n");
        files.merge(DATA + "/steps", """
                change 2 unit kept
                gone /etc/systemd/system/multi-user.target.d/50-tried.conf
                gone /etc/systemd/system/tried.service
                file /etc/systemd/system/kept.service 644 kept
                file /etc/systemd/system/multi-user.target.d/50-kept.conf 644 wants
                reload SYSTEMD
                reload LIBVIRT
                reload BOOT_LOADER
                """, String::concat);
        try (Rig booted = Rig.start(Path.of("").toAbsolutePath(), rig.debian(), files)) {
            assertThat(booted.run("cat", STORY).succeeded()).isEqualTo("old");
            assertThat(booted.run("cat", DATA + "/result").succeeded()).isEqualTo("undone");
            booted.await("the unit that came back is started", () -> booted.run("systemctl", "is-active", "kept")
                    .output().startsWith("active"));
            assertThat(booted.run("systemctl", "is-active", "tried").output()).startsWith("inactive");
            assertThat(booted.run("systemctl", "is-system-running").output()).startsWith("running");
            assertThat(booted.run("test", "-e", UNIT).status()).isNotZero();
            assertThat(
                    booted.sh("journalctl -b --no-pager | grep 'fairlead undo: .*cannot'").output())
                    .isEmpty();
            assertThat(booted.sh("systemctl show -P ActiveEnterTimestampMonotonic fairlead-undo; "
                    + "systemctl show -P InactiveExitTimestampMonotonic NetworkManager").succeeded().lines()
                    .map(Long::valueOf)).isSorted();
        }
    }

    private String state(String device) {
        return rig.run("nmcli", "-g", "GENERAL.STATE", "device", "show", device).output();
    }

    private void armAndTry() {
        tried().forEach(rig::write);
    }

    /** A host during a try of generation 7, in another boot. */
    private static Map<String, String> tried() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(STORY, "new\n");
        files.put(RULE, "[keyfile]\nunmanaged-devices+=interface-name:eno9\n");
        files.put(PROGRAM, resource("undo"));
        files.put(UNIT, resource("fairlead-undo.service").replace("@UNDO@", PROGRAM)
                .replace("@STATE@", "/var/lib/fairlead"));
        files.put(DROP_IN, resource("50-fairlead-undo.conf"));
        files.put(DATA + "/blobs/story", "old\n");
        files.put(DATA + "/steps", """
                change 1 story
                file /etc/story 644 story
                gone /etc/NetworkManager/conf.d/90-try.conf
                reload UDEV
                reload NETWORK_MANAGER
                """);
        files.put(DATA + "/disarm", "gone " + DROP_IN + "\nprune " + UNITS + "sysinit.target.d\ngone " + UNIT
                + "\nreload SYSTEMD\n");
        files.put(DATA + "/generation", "7\n");
        files.put(DATA + "/deadline", "1\n");
        files.put(DATA + "/boot", "another\n");
        files.put(DATA + "/phase", "TRIED\n");
        return files;
    }

    private static String service() {
        return "[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\n";
    }

    private static String resource(String name) {
        try {
            return Files.readString(RESOURCES.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
