package io.fairlead.lifecycle.internal.wayback;

import static io.fairlead.lifecycle.internal.wayback.WayBackStage.AT_DEADLINE;
import static io.fairlead.lifecycle.internal.wayback.WayBackStage.DEADLINE;
import static io.fairlead.lifecycle.internal.wayback.WayBackStage.GENERATION;
import static io.fairlead.lifecycle.internal.wayback.WayBackStage.arming;
import static io.fairlead.lifecycle.internal.wayback.WayBackStage.change;
import static io.fairlead.lifecycle.internal.wayback.WayBackStage.nativeProgram;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.lifecycle.Try.Phase;
import io.fairlead.api.resource.NativeProgram;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.api.resource.UndoStep.Daemon;
import io.fairlead.lifecycle.internal.wayback.WayBackStage.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program that takes a try back with no Java, on what Java wrote for it. */
@Timeout(240)
@ParameterizedClass
@EnumSource(Shell.class)
class UndoTest {

    private static final String DEADLINE_WORD = "deadline";
    private static final String SEVEN = String.valueOf(GENERATION);
    private static final String DATA = "var/lib/fairlead/try/way-back";

    @Parameter
    Shell shell;
    @TempDir
    Path top;
    private WayBackStage stage;
    private Map<String, String> before;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void aHost() throws IOException {
        stage = new WayBackStage(top, shell);
        before = stage.host();
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        started.forEach(Process::destroyForcibly);
        stage.unlink();
    }

    @Test
    void anUnconfirmedTryIsTakenBackByteForByteWithAllThatIsKnownOfItsFiles() throws Exception {
        stage.armAndChange(Phase.TRIED);
        assertThat(stage.host()).isNotEqualTo(before);

        Ended ended = atDeadline();

        assertThat(ended.status()).as(ended.said()).isZero();
        assertThat(stage.etc()).isEqualTo(etcOf(before));
        assertThat(stage.wayBack().result()).hasValue(new UndoResult(List.of()));
        stage.wayBack().disarm();
        assertThat(stage.host()).isEqualTo(before);
        assertThat(stage.at(DATA)).doesNotExist();
    }

    @Test
    void aTimerOfAnotherTryOrDeadlineDoesNothing() throws Exception {
        stage.armAndChange(Phase.TRIED);
        Map<String, String> tried = stage.host();

        assertThat(stage.undo(DEADLINE_WORD, "6", AT_DEADLINE).status()).isZero();
        assertThat(stage.undo(DEADLINE_WORD, SEVEN, "1800000000").status()).isZero();
        stage.wayBack().deadline(Optional.empty());
        assertThat(atDeadline().status()).isZero();

        assertThat(stage.host()).isEqualTo(tried);
    }

    @Test
    void whatWaitsForARebootIsNotTakenBackByTheTimer() throws Exception {
        stage.armAndChange(Phase.AWAITING_REBOOT);
        Map<String, String> tried = stage.host();

        assertThat(atDeadline().status()).isZero();

        assertThat(stage.host()).isEqualTo(tried);
    }

    @ParameterizedTest
    @ValueSource(strings = {"boot", "deadline"})
    void aConfirmedTryStaysAndOnlyTheWayBackGoes(String occasion) throws Exception {
        stage.armAndChange(Phase.CONFIRMING);
        stage.write("var/lib/fairlead/confirmed", SEVEN + "\n");
        stage.boot("second");

        Ended ended = occasion.equals("boot") ? stage.undo(occasion) : atDeadline();

        assertThat(ended.status()).as(ended.said()).isZero();
        assertThat(stage.at(DATA)).doesNotExist();
        assertThat(stage.read("etc/default/grub")).contains("iommu");
        assertThat(stage.at("etc/systemd/system/fairlead-undo.service")).doesNotExist();
        assertThat(stage.at("etc/systemd/system/sysinit.target.d")).doesNotExist();
    }

    @Test
    void theSameBootDoesNothing() throws Exception {
        stage.armAndChange(Phase.APPLYING);
        Map<String, String> tried = stage.host();

        assertThat(stage.undo("boot").status()).isZero();

        assertThat(stage.host()).isEqualTo(tried);
    }

    @ParameterizedTest
    @EnumSource(value = Phase.class, names = {"APPLYING", "AWAITING_REBOOT", "TRIED", "CONFIRMING", "ROLLING_BACK"})
    void anotherBootTakesBackWhatIsNotConfirmed(Phase phase) throws Exception {
        stage.armAndChange(phase);
        stage.boot("second");

        Ended ended = stage.undo("boot");

        assertThat(ended.status()).as(ended.said()).isZero();
        assertThat(stage.etc()).isEqualTo(etcOf(before));
    }

    @Test
    void whatLayInRunIsNotMadeAgainByAnotherBoot() throws Exception {
        stage.write("run/udev/rules.d/84-vf.rules", "somebody's\n");
        stage.armAndChange(Phase.TRIED);
        stage.boot("second");
        Files.delete(stage.at("run/udev/rules.d/84-vf.rules"));

        assertThat(stage.undo("boot").status()).isZero();

        assertThat(stage.at("run/udev/rules.d/84-vf.rules")).doesNotExist();
    }

    @Test
    void aBootOnTrialHasItsTimeAndIsTakenBackAfterIt() throws Exception {
        Files.createDirectories(stage.at("run/systemd/system"));
        stage.wayBack().arm(new Arming(GENERATION, Phase.AWAITING_REBOOT, List.of(stage.storyChanges()),
                Optional.empty(), Optional.of(new Arming.Trial("fairlead.trial=7", Duration.ofMinutes(2)))),
                List.of());
        stage.change();
        Map<String, String> tried = stage.host();
        stage.boot("second");
        stage.write("proc/cmdline", "quiet fairlead.trial=7 iommu=pt\n");

        assertThat(stage.undo("boot").status()).isZero();
        assertThat(stage.host()).isEqualTo(tried);
        assertThat(stage.called()).singleElement().asString()
                .startsWith("systemd-run --quiet --collect --unit=fairlead-undo-7-deadline-")
                .endsWith(" --on-active=420 --timer-property=AccuracySec=100ms --timer-property=DefaultDependencies=no "
                        + "/bin/sh /var/lib/fairlead/try/way-back/programs/undo deadline 7 trial");

        assertThat(stage.undo(DEADLINE_WORD, SEVEN, "trial").status()).isZero();
        assertThat(stage.etc()).isEqualTo(etcOf(before));
    }

    @Test
    void aTrialThatGoesOnAfterItsRebootIsNotTakenBackByTheTrialsTimer() throws Exception {
        stage.armAndChange(Phase.AWAITING_REBOOT);
        stage.wayBack().phase(Phase.APPLYING);
        Map<String, String> tried = stage.host();

        assertThat(stage.undo(DEADLINE_WORD, SEVEN, "trial").status()).isZero();

        assertThat(stage.host()).isEqualTo(tried);
    }

    @Test
    void aBootThatIsNotTheTrialsTakesItBack() throws Exception {
        stage.wayBack().arm(new Arming(GENERATION, Phase.AWAITING_REBOOT, List.of(stage.storyChanges()),
                Optional.empty(), Optional.of(new Arming.Trial("fairlead.trial=7", Duration.ofMinutes(2)))),
                List.of());
        stage.change();
        stage.boot("second");
        stage.write("proc/cmdline", "quiet fairlead.trial=77\n");

        assertThat(stage.undo("boot").status()).isZero();

        assertThat(stage.etc()).isEqualTo(etcOf(before));
    }

    @Test
    void whatIsHeldStaysWithAllThatMustNotGoBeforeIt() throws Exception {
        Files.createDirectories(stage.at("run/systemd/system"));
        stage.write("etc/held", "changed\n");
        stage.write("etc/other", "changed\n");
        stage.wayBack().arm(arming(Phase.TRIED,
                change(3, List.of(new UndoStep.RunNative("free", List.of("eno4"), "vfs 2\n"), gone("/etc/held"))),
                change(2, List.of(gone("/etc/default/grub")), 3),
                change(1, List.of(gone("/etc/other"), new UndoStep.Reload(Daemon.BOOT_LOADER)))),
                List.of(nativeProgram("free", """
                        cat >>$FAIRLEAD_ROOT/input; echo "$1 $FAIRLEAD_UNDO" >>$FAIRLEAD_ROOT/arguments
                        [ -e $FAIRLEAD_ROOT/free ] && exit 0
                        echo "VF 0 by guest t1"; echo "VF 1 by guest t2"; exit 3
                        """)));

        Ended ended = atDeadline();

        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.said())
                .contains("<4>fairlead undo: vf-unit eno3 stays as it is: VF 0 by guest t1, VF 1 by guest t2");
        assertThat(stage.wayBack().result()).hasValue(new UndoResult(List.of(
                new UndoResult.Left(3, true, "VF 0 by guest t1, VF 1 by guest t2"),
                new UndoResult.Left(2, true, "it goes only after change 3"))));
        assertThat(stage.at("etc/held")).exists();
        assertThat(stage.at("etc/default/grub")).exists();
        assertThat(stage.at("etc/other")).doesNotExist();
        assertThat(stage.read("input")).isEqualTo("vfs 2\n");
        assertThat(stage.read("arguments")).isEqualTo("eno4 now\n");
        assertThat(stage.called()).contains("update-grub ").last().asString().contains("--on-active=60",
                "undo again 7");
        // the next boot would complete it too
        assertThat(stage.at("etc/systemd/system/fairlead-undo.service")).exists();

        stage.write("free", "");
        Files.delete(stage.at("called"));
        assertThat(stage.undo("again", SEVEN).status()).isZero();
        assertThat(stage.at("etc/held")).doesNotExist();
        assertThat(stage.at("etc/default/grub")).doesNotExist();
        assertThat(stage.called()).as("what is done is not done again").doesNotContain("update-grub ");
        assertThat(stage.wayBack().result()).hasValue(new UndoResult(List.of()));
        assertThat(stage.at("etc/systemd/system/fairlead-undo.service")).doesNotExist();
    }

    @Test
    void theRestIsLeftToALivingFairlead() throws Exception {
        stage.armAndChange(Phase.TRIED);
        stage.write(DATA + "/result", "left 2 guest t1\n");
        Map<String, String> tried = stage.host();
        Process owner = owner();
        assertThat(stage.undo("again", SEVEN).status()).isZero();
        assertThat(stage.host()).isEqualTo(tried);
        assertThat(owner.isAlive()).isTrue();
    }

    @Test
    void aFrozenFairleadIsKilledBeforeAnythingIsTakenBack() throws Exception {
        stage.armAndChange(Phase.TRIED);
        Process owner = owner();
        signal(owner, "STOP");

        Ended ended = atDeadline();

        assertThat(ended.said()).contains("pid " + owner.pid(), "frozen");
        assertThat(ended.status()).isZero();
        assertThat(WayBackStage.ended(owner).status()).isEqualTo(128 + 9);
        assertThat(stage.etc()).isEqualTo(etcOf(before));
    }

    @Test
    void aFairleadThatFreezesWhileItRollsBackIsKilledToo() throws Exception {
        stage.armAndChange(Phase.ROLLING_BACK);
        Files.setLastModifiedTime(stage.at(DATA + "/phase"), FileTime.from(Instant.now().minusSeconds(200)));
        Process owner = owner();

        assertThat(atDeadline().status()).isZero();

        assertThat(WayBackStage.ended(owner).status()).isEqualTo(128 + 9);
        assertThat(stage.etc()).isEqualTo(etcOf(before));
    }

    @Test
    void aFairleadThatRollsBackItselfIsWaitedFor() throws Exception {
        stage.armAndChange(Phase.ROLLING_BACK);
        Map<String, String> tried = stage.host();
        Process owner = owner();
        Process undo = stage.start(Map.of("FAIRLEAD_ANSWER", "0"), DEADLINE_WORD, SEVEN, AT_DEADLINE);
        started.add(undo);
        assertThat(undo.waitFor(Duration.ofSeconds(3))).as("it waits").isFalse();
        Files.delete(stage.at(DATA + "/phase"));
        assertThat(WayBackStage.ended(undo).status()).isZero();
        assertThat(owner.isAlive()).isTrue();
        assertThat(stage.host()).isEqualTo(tried);
    }

    @Test
    void anotherProcessWithTheOwnersNumberIsLeftAlone() throws Exception {
        stage.armAndChange(Phase.TRIED);
        Process owner = owner();
        stage.write(DATA + "/owner", owner.pid() + " 1\n");
        assertThat(atDeadline().status()).isZero();
        assertThat(owner.isAlive()).isTrue();
        assertThat(stage.etc()).isEqualTo(etcOf(before));
    }

    @Test
    void noFairleadChangesTheHostMeanwhile() throws Exception {
        stage.wayBack().arm(arming(Phase.TRIED, change(1, List.of(new UndoStep.RunNative("wait", List.of(), "")))),
                List.of(waiting()));
        NativeUndo marked = new NativeUndo(stage.files());
        assertThat(marked.running()).isFalse();

        Process undo = stage.start(Map.of(), DEADLINE_WORD, SEVEN, AT_DEADLINE);
        awaitFile("started");
        Files.createSymbolicLink(stage.at("proc/" + undo.pid()), Path.of("/proc/" + undo.pid()));
        assertThat(marked.running()).isTrue();
        stage.write("go", "");
        assertThat(WayBackStage.ended(undo).status()).isZero();
        assertThat(marked.running()).isFalse();
    }

    @Test
    void ofTwoAtOnceTheSecondWaitsAndFindsNothingLeft() throws Exception {
        stage.wayBack().arm(arming(Phase.TRIED, change(1, List.of(new UndoStep.RunNative("wait", List.of(), "")))),
                List.of(waiting()));

        Process first = stage.start(Map.of(), DEADLINE_WORD, SEVEN, AT_DEADLINE);
        awaitFile("started");
        Process second = stage.start(Map.of(), DEADLINE_WORD, SEVEN, AT_DEADLINE);
        assertThat(second.waitFor(Duration.ofSeconds(1))).as("it waits").isFalse();
        stage.write("go", "");

        assertThat(WayBackStage.ended(first).status()).isZero();
        Ended ended = WayBackStage.ended(second);
        assertThat(ended.status()).isZero();
        assertThat(ended.said()).contains("was taken back already");
        assertThat(stage.read("started")).isEqualTo("started\n");
    }

    @Test
    void aProgramThatHangsIsEnded() throws Exception {
        stage.wayBack().arm(arming(Phase.TRIED, change(1, List.of(new UndoStep.RunNative("hang", List.of(), "")))),
                List.of(nativeProgram("hang", "exec sleep 1000")));

        Ended ended = stage.undo(Map.of("FAIRLEAD_PROGRAM", "1"), DEADLINE_WORD, SEVEN, AT_DEADLINE);

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.said()).contains("<3>fairlead undo: vf-unit eno1: hang did not end within 1 s");
    }

    @Test
    void whatCannotBeWrittenIsNamedAndPutBackByTheNextRun() throws Exception {
        stage.armAndChange(Phase.TRIED);
        Path real = Files.move(stage.at("etc/default"), stage.at("moved"));
        // a file system of its own could not be written just so
        stage.write("etc/default", "");

        Ended ended = atDeadline();

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.said()).contains("<3>fairlead undo: vf-unit eno2: /etc/default/grub cannot be put back (");
        assertThat(stage.wayBack().result().orElseThrow().left()).singleElement()
                .satisfies(left -> assertThat(left.change()).isEqualTo(2))
                .satisfies(left -> assertThat(left.held()).isFalse());
        assertThat(stage.read("etc/systemd/system/interface-vf@.service")).isEqualTo("somebody's\n");

        Files.delete(stage.at("etc/default"));
        Files.move(real, stage.at("etc/default"));
        assertThat(stage.undo("again", SEVEN).status()).isZero();
        assertThat(stage.etc()).isEqualTo(etcOf(before));
    }

    @Test
    void aFullDiskLeavesTheFileAsItIsAndNothingBesideIt() throws Exception {
        stage.armAndChange(Phase.TRIED);
        stage.program("cp", "shift; : >\"$1\"; echo \"cp: error writing '$1': No space left on device\" >&2; exit 1");

        Ended ended = atDeadline();

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.said()).contains("/etc/default/grub cannot be put back (No space left on device)");
        assertThat(stage.read("etc/default/grub")).contains("iommu");
        assertThat(stage.etc().keySet()).noneMatch(name -> name.contains("/."));
    }

    @Test
    void daemonsThatRunAreToldAndOthersAreNot() throws Exception {
        List<UndoStep> reloads = List.of(new UndoStep.Reload(Daemon.SYSTEMD), new UndoStep.Reload(Daemon.UDEV),
                new UndoStep.Reload(Daemon.NETWORK_MANAGER), new UndoStep.Reload(Daemon.LIBVIRT),
                new UndoStep.Reload(Daemon.BOOT_LOADER));
        stage.wayBack().arm(arming(Phase.TRIED, change(1, reloads)), List.of());
        stage.wayBack().phase(Phase.TRIED);
        assertThat(atDeadline().status()).isZero();
        assertThat(stage.called()).containsExactly("update-grub ");

        Files.delete(stage.at("called"));
        stage.wayBack().arm(arming(Phase.TRIED, change(1, reloads)), List.of());
        Files.createDirectories(stage.at("run/systemd/system"));
        stage.write("run/udev/control", "");
        stage.program("systemctl", """
                echo "systemctl $*" >>%s/called
                case $* in "is-active --quiet virtqemud.service") exit 3 ;; esac""".formatted(top));
        assertThat(atDeadline().status()).isZero();
        assertThat(stage.called()).contains("systemctl daemon-reload", "udevadm control --reload",
                "udevadm trigger --action=change --subsystem-match=net",
                "busctl --timeout=10 call org.freedesktop.NetworkManager /org/freedesktop/NetworkManager org.freedesktop.NetworkManager Reload u 0",
                "systemctl reload libvirtd.service", "systemctl reload virtnetworkd.service", "update-grub ")
                .doesNotContain("systemctl reload virtqemud.service");
    }

    @Test
    void whatAnotherBootGotBackIsStartedInItsPlace() throws Exception {
        Files.createDirectories(stage.at("run/systemd/system"));
        stage.program("systemctl",
                """
                echo "systemctl $*" >>%s/called
                [ "$1" != list-jobs ] || printf '%%s\\n' ' 2 multi-user.target start waiting' '11 a.service start running'"""
                        .formatted(top));
        stage.wayBack().arm(arming(Phase.TRIED, change(1, List.of(new UndoStep.Reload(Daemon.SYSTEMD)))), List.of());
        stage.boot("second");

        assertThat(stage.undo("boot").status()).isZero();

        assertThat(stage.called()).containsExactly("systemctl daemon-reload", "systemctl list-jobs --no-legend --plain",
                "systemctl start --no-block multi-user.target");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "boot now", "deadline", "deadline 7", "deadline x 1", "again", "again ../7",
            "nonsense"})
    void otherWordsAreRefused(String words) throws Exception {
        stage.armAndChange(Phase.TRIED);
        Map<String, String> tried = stage.host();

        Ended ended = stage.undo(words.split(" ", -1));

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.said()).startsWith("<3>fairlead undo: usage:");
        assertThat(stage.host()).isEqualTo(tried);
    }

    /** Each program by which it changes anything kills it after its work, one after the other; then it is run again. */
    @Test
    @Timeout(900)
    void killedAtAnyInstantItIsCompletedByTheNext() throws Exception {
        for (String program : List.of("cp", "mv", "rm", "rmdir", "mkdir", "chmod")) {
            // a file that is being written is cut short
            String work = program.equals("cp")
                    ? "[ $count -ne 1 ] || { head -c 3 \"$1\" >\"$2\"; kill -9 0; }"
                    : ":";
            stage.program(program, """
                    read -r count <%2$s/count; echo $((count - 1)) >%2$s/count
                    %3$s
                    %1$s "$@"; status=$?
                    [ $count -ne 1 ] || kill -9 0
                    exit $status""".formatted((shell == Shell.BUSYBOX ? "/usr/bin/busybox " : "/usr/bin/") + program,
                    top, work));
        }
        int killed = 0;
        while (true) {
            stage.armAndChange(Phase.TRIED);
            stage.write("count", killed + 1 + "\n");
            Ended first = atDeadline();
            if (first.status() == 0) {
                break;
            }
            assertThat(first.status()).isEqualTo(128 + 9);
            killed++;
            assertThat(stage.read("etc/default/grub")).isIn("GRUB_CMDLINE_LINUX=quiet\n", "GRUB_CMDLINE_LINUX=iommu\n");
            Ended second = atDeadline();
            assertThat(second.status()).as("killed at %d: %s", killed, second.said()).isZero();
            assertThat(stage.etc()).as("killed at %d", killed).isEqualTo(etcOf(before));
            stage.wayBack().disarm();
            assertThat(stage.host()).as("killed at %d", killed).isEqualTo(before);
        }
        assertThat(killed).isGreaterThan(20);
    }

    private Ended atDeadline() throws Exception {
        assertThat(AT_DEADLINE).isEqualTo(String.valueOf(DEADLINE.getEpochSecond()));
        return stage.undo(DEADLINE_WORD, SEVEN, AT_DEADLINE);
    }

    private static Map<String, String> etcOf(Map<String, String> host) {
        Map<String, String> etc = new TreeMap<>(host);
        etc.keySet().removeIf(name -> !name.startsWith("etc/"));
        return etc;
    }

    private static UndoStep gone(String file) {
        return new UndoStep.RestoreFile(file, Optional.empty(), 0);
    }

    /** A process that the data says the try's JVM is. */
    private Process owner() throws IOException {
        Process process = new ProcessBuilder("sleep", "1000").start();
        started.add(process);
        Path kernels = Path.of("/proc", String.valueOf(process.pid()));
        Files.createSymbolicLink(stage.at("proc/" + process.pid()), kernels);
        String stat = Files.readString(kernels.resolve("stat"));
        String start = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
        stage.write(DATA + "/owner", process.pid() + " " + start + "\n");
        return process;
    }

    private static void signal(Process process, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor()).isZero();
    }

    private static NativeProgram waiting() {
        return nativeProgram("wait", """
                echo started >>$FAIRLEAD_ROOT/started
                while [ ! -e $FAIRLEAD_ROOT/go ]; do sleep 0.1; done
                """);
    }

    private void awaitFile(String name) throws InterruptedException {
        while (!Files.exists(stage.at(name))) {
            Thread.sleep(10);
        }
    }
}
