package io.fairlead.libvirt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a guest's VF is given and what is taken back, by the hook itself on what real libvirts gave it to read. */
class HookTest {

    private static final String GUEST = Recorded.GUEST;
    private static final String OTHER = "5fe7f1fc-8a5a-4d49-a0c1-00000000000f";
    private static final String MAC = "mac 52:54:00:11:22:33";
    private static final String CREATED = "port-created";
    private static final String DELETED = "port-deleted";
    private static final String POOL = "vfpool";

    @TempDir
    private Path top;
    private HookStage stage;

    @BeforeEach
    void install() throws IOException {
        stage = new HookStage(top);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9.0", "11.3"})
    void aGuestOfAPoolGetsItsWishAndTheNextOneDoesNot(String libvirt) throws Exception {
        String port = Recorded.of(libvirt, "port-created.xml");
        stage.grant(GUEST, "# rendered", MAC + " trust on spoofchk off max_tx_rate 1000 min_tx_rate 10 state enable");

        assertThat(stage.run(Hook.NETWORK, POOL, CREATED, port)).isZero();
        assertThat(stage.asked()).containsExactly(
                "link set dev eno4 vf 0 trust on spoofchk off max_tx_rate 1000 min_tx_rate 10 state enable");

        assertThat(stage.run(Hook.NETWORK, POOL, DELETED, port)).isZero();
        assertThat(stage.asked()).last()
                .isEqualTo("link set dev eno4 vf 0 trust off spoofchk on max_tx_rate 0 min_tx_rate 0 state auto");
        assertThat(stage.remembered()).isEmpty();

        stage.run(Hook.NETWORK, POOL, CREATED, port.replace(GUEST, OTHER));
        assertThat(stage.asked()).hasSize(2);
    }

    @Test
    void aWishIsForTheInterfaceThatItNames() throws Exception {
        stage.grant(GUEST, "mac 52:54:00:99:99:99 trust on");

        stage.run(Hook.NETWORK, POOL, CREATED, Recorded.of("11.3", "port-created.xml"));

        assertThat(stage.asked()).isEmpty();
    }

    @Test
    @DisplayName("what a guest was given goes when the next one gets the VF, though nobody told that the first had left it")
    void whatWasMissedIsMadeUpFor() throws Exception {
        String port = Recorded.of("11.3", "port-created.xml");
        stage.grant(GUEST, MAC + " trust on max_tx_rate 100");
        stage.run(Hook.NETWORK, POOL, CREATED, port);

        stage.grant(OTHER, MAC + " max_tx_rate 50");
        stage.run(Hook.NETWORK, POOL, CREATED, port.replace(GUEST, OTHER));

        assertThat(stage.asked()).last().isEqualTo("link set dev eno4 vf 0 trust off max_tx_rate 50");
    }

    @Test
    void aLateEndOfAGuestDoesNotTakeFromTheOneThatHasTheVfNow() throws Exception {
        String port = Recorded.of("11.3", "port-created.xml");
        stage.grant(GUEST, MAC + " trust on");
        stage.grant(OTHER, MAC + " trust on");
        stage.run(Hook.NETWORK, POOL, CREATED, port);
        stage.run(Hook.NETWORK, POOL, CREATED, port.replace(GUEST, OTHER));
        List<String> before = stage.asked();

        stage.run(Hook.NETWORK, POOL, DELETED, port);

        assertThat(stage.asked()).isEqualTo(before);
        assertThat(stage.remembered()).containsExactly(HookStage.vf(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9.0", "11.3"})
    void aGuestWithAVfByItsAddressGetsItAtItsStartAndLosesItAtItsEnd(String libvirt) throws Exception {
        String guest = Recorded.of(libvirt, "guest-prepare.xml");
        stage.grant(GUEST, "pci 0000:01:10.6 trust on");

        assertThat(stage.run(Hook.QEMU, "t1", "start", guest)).isZero();
        assertThat(stage.asked()).containsExactly("link set dev eno4 vf 3 trust on");

        assertThat(stage.run(Hook.QEMU, "t1", "stopped", guest)).isZero();
        assertThat(stage.asked()).last().isEqualTo("link set dev eno4 vf 3 trust off");
        assertThat(stage.remembered()).isEmpty();
    }

    @Test
    @DisplayName("a guest that was given a VF of a pool keeps it at its start, where its XML names the VF as well")
    void theTwoHooksDoNotUndoEachOther() throws Exception {
        stage.grant(GUEST, "mac 52:54:00:11:22:34 trust on");
        stage.run(Hook.NETWORK, POOL, CREATED, Recorded.of("11.3", "port-created.xml")
                .replace("11:22:33", "11:22:34").replace("slot='0x10' function='0x0'/>\n    </plug>",
                        "slot='0x10' function='0x6'/>\n    </plug>"));

        stage.run(Hook.QEMU, "t1", "start", Recorded.of("11.3", "guest-prepare.xml"));
        stage.run(Hook.QEMU, "t1", "stopped", Recorded.of("11.3", "guest-prepare.xml"));

        assertThat(stage.asked()).containsExactly("link set dev eno4 vf 3 trust on");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "<x><![CDATA[\n  </metadata>\n  <devices>\n    <hostdev mode='subsystem' type='pci' managed='yes'>\n      <source>\n        %s\n      </source>\n    </hostdev>\n  </devices>\n</domain>\n]]></x>",
            "<!--\n  </metadata>\n  <devices>\n        %s\n  </devices>\n</domain>\n-->",
            "<d xmlns='urn:x'>\n  <devices>\n        %s\n</d>",
            "<![CDATA[\n        %s\n]]>"})
    void aGuestsMetadataCannotNameAVfForIt(String fake) throws Exception {
        String address = "<address domain='0x0000' bus='0x01' slot='0x10' function='0x4'/>";
        stage.grant(GUEST, "pci 0000:01:10.4 trust on");
        String guest = Recorded.of("11.3", "guest-prepare.xml").replace("<metadata>",
                "<metadata>\n    " + fake.formatted(address));
        assertThat(guest).contains(address);

        stage.run(Hook.QEMU, "t1", "start", guest);

        assertThat(stage.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "<hookData>", "<!DOCTYPE x [<!ENTITY a \"b\">]><hookData>&a;</hookData>",
            "</hookData>", "\u0000\u0001", "<hookData>\n  <networkport>\n</hookData>"})
    void whatIsNoDocumentOfLibvirtsDoesNothingAndFailsNoGuest(String xml) throws Exception {
        stage.grant(GUEST, MAC + " trust on", "pci 0000:01:10.6 trust on");

        assertThat(stage.run(Hook.NETWORK, POOL, CREATED, xml)).isZero();
        assertThat(stage.run(Hook.NETWORK, POOL, DELETED, xml)).isZero();
        assertThat(stage.run(Hook.QEMU, "t1", "start", xml)).isZero();
        assertThat(stage.run(Hook.QEMU, "t1", "stopped", xml)).isZero();
        assertThat(stage.asked()).isEmpty();
        assertThat(stage.output()).isEmpty();
    }

    @Test
    void aTruncatedDocumentDoesNothingWhereverItIsCut() throws Exception {
        stage.grant(GUEST, MAC + " trust on", "pci 0000:01:10.6 trust on");
        String port = Recorded.of("11.3", "port-created.xml");
        String guest = Recorded.of("11.3", "guest-prepare.xml");

        for (int cut = 7; cut < port.length(); cut += 97) {
            assertThat(stage.run(Hook.NETWORK, POOL, CREATED, port.substring(0, cut))).isZero();
        }
        for (int cut = 7; cut < guest.length() - 1; cut += 211) {
            assertThat(stage.run(Hook.QEMU, "t1", "start", guest.substring(0, cut))).isZero();
        }
        assertThat(stage.asked()).isEmpty();
    }

    @Test
    void fiveMebibytesOfMetadataAreReadInTime() throws Exception {
        stage.grant(GUEST, "pci 0000:01:10.6 trust on");
        String guest = Recorded.of("11.3", "guest-prepare.xml").replace("<metadata>",
                "<metadata>\n"
                        + "        <address domain='0x0000' bus='0x01' slot='0x10' function='0x4'/>\n".repeat(80_000));
        assertThat(guest.length()).isGreaterThan(5 << 20);
        long begin = System.nanoTime();

        assertThat(stage.run(Hook.QEMU, "t1", "start", guest)).isZero();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
        assertThat(stage.asked()).containsExactly("link set dev eno4 vf 3 trust on");
    }

    @ParameterizedTest
    @ValueSource(strings = {"t1", "a b", "%s;x", "$(touch pwned)", "../../etc", "-rf", "'\"`", "a\nb"})
    void aNameIsNothingButAName(String name) throws Exception {
        stage.grant(GUEST, MAC + " trust on", "pci 0000:01:10.6 trust on");

        assertThat(stage.run(Hook.NETWORK, name, CREATED, Recorded.of("11.3", "port-created.xml"))).isZero();
        assertThat(stage.run(Hook.QEMU, name, "start", Recorded.of("11.3", "guest-prepare.xml"))).isZero();

        assertThat(stage.asked()).containsExactly("link set dev eno4 vf 0 trust on", "link set dev eno4 vf 3 trust on");
        assertThat(Path.of("pwned")).doesNotExist();
    }

    @Test
    void anAttributeThatTheDriverLacksDoesNotKeepTheOthersAway() throws Exception {
        stage.program("ip",
                "echo \"$*\" >>%s/asked; case $* in *state*) echo 'RTNETLINK answers: Operation not supported' >&2; exit 2;; esac"
                        .formatted(top));
        stage.grant(GUEST, MAC + " trust on state enable");
        String port = Recorded.of("11.3", "port-created.xml");

        assertThat(stage.run(Hook.NETWORK, POOL, CREATED, port)).isZero();
        assertThat(stage.asked()).contains("link set dev eno4 vf 0 trust on");
        assertThat(stage.logged()).singleElement().asString().contains("state enable", "not supported", GUEST);

        stage.run(Hook.NETWORK, POOL, DELETED, port);
        assertThat(stage.asked()).contains("link set dev eno4 vf 0 trust off");
        assertThat(stage.remembered()).isEmpty();
    }

    @Test
    void whatCouldNotBeTakenBackIsTakenBackBeforeTheNextGuest() throws Exception {
        String port = Recorded.of("11.3", "port-created.xml");
        stage.grant(GUEST, MAC + " trust on");
        stage.run(Hook.NETWORK, POOL, CREATED, port);
        stage.program("ip", "echo 'RTNETLINK answers: Device or resource busy' >&2; exit 2");
        stage.run(Hook.NETWORK, POOL, DELETED, port);
        assertThat(stage.remembered()).containsExactly(HookStage.vf(0));

        stage.program("ip", "echo \"$*\" >>%s/asked".formatted(top));
        stage.run(Hook.NETWORK, POOL, CREATED, port.replace(GUEST, OTHER));

        assertThat(stage.asked()).last().isEqualTo("link set dev eno4 vf 0 trust off");
        assertThat(stage.remembered()).isEmpty();
    }

    @Test
    void aKernelThatDoesNotAnswerHoldsNoGuestUp() throws Exception {
        stage.program("ip", "trap '' TERM; exec sleep 30");
        stage.grant(GUEST, MAC + " trust on");
        long begin = System.nanoTime();

        assertThat(stage.run(Hook.NETWORK, POOL, CREATED, Recorded.of("11.3", "port-created.xml"))).isZero();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
        assertThat(stage.logged()).singleElement().asString().contains("did not answer within 2 s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"trust maybe", "trust", "vf 3", "mac 52:54:00:00:00:01", "max_tx_rate 1;2",
            "max_tx_rate -1",
            "max_tx_rate $(id)", "netns 1"})
    void onlyKnownWordsReachTheKernel(String words) throws Exception {
        stage.grant(GUEST, MAC + " " + words);

        stage.run(Hook.NETWORK, POOL, CREATED, Recorded.of("11.3", "port-created.xml"));

        assertThat(stage.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"prepare", "started", "release", "reconnect", "migrate", "restore", "attach", "future"})
    void otherOperationsOfAGuestEndWellWithoutReading(String operation) throws Exception {
        stage.grant(GUEST, "pci 0000:01:10.6 trust on");

        assertThat(stage.run(Hook.QEMU, "t1", operation, Recorded.of("11.3", "guest-prepare.xml"))).isZero();

        assertThat(stage.asked()).isEmpty();
    }

    @Test
    void aReadOnlyRunDirectoryFailsNoGuest() throws Exception {
        Files.writeString(stage.file("run/guest-vfs"), "in the way");
        stage.grant(GUEST, MAC + " trust on");

        assertThat(stage.run(Hook.NETWORK, POOL, CREATED, Recorded.of("11.3", "port-created.xml"))).isZero();
    }

    @Test
    void aProofIsMarkedAndItsGuestAloneRefused() throws Exception {
        Files.createDirectories(stage.file("run/hook-probe"));
        Files.writeString(stage.file("run/hook-probe/network"), "fairlead-probe-1\n");
        Files.writeString(stage.file("run/hook-probe/qemu"), "fairlead-probe-2\n");

        assertThat(stage.run(Hook.NETWORK, "fairlead-probe-1", "started", "")).isZero();
        assertThat(stage.run(Hook.QEMU, "t1", "prepare", "")).isZero();
        assertThat(stage.file("run/hook-probe/network.seen")).exists();
        assertThat(stage.file("run/hook-probe/qemu.seen")).doesNotExist();

        assertThat(stage.run(Hook.QEMU, "fairlead-probe-2", "prepare", "")).isEqualTo(1);
        assertThat(stage.file("run/hook-probe/qemu.seen")).exists();
    }

    @Test
    void whoWatchesIsTold() throws Exception {
        Files.createDirectories(stage.file("run/events"));

        stage.run(Hook.NETWORK, POOL, CREATED, Recorded.of("11.3", "port-created.xml"));

        assertThat(stage.file("run/events/vf-" + HookStage.vf(0))).hasContent("port-created " + GUEST);
    }

    @Test
    @DisplayName("shellcheck finds nothing, where it is installed")
    void theScriptIsClean() throws Exception {
        Path script = stage.file("hook.sh");
        Files.write(script, Hook.script());
        for (String shell : List.of("dash", "sh")) {
            assertThat(status("dash", "-n", script.toString())).isZero();
            if (status("sh", "-c", "command -v shellcheck >/dev/null") == 0) {
                assertThat(status("shellcheck", "-s", shell, script.toString())).isZero();
            }
        }
    }

    private static int status(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
