package io.fairlead.lifecycle.internal.wayback;

import static io.fairlead.lifecycle.internal.wayback.WayBackStage.AT_DEADLINE;
import static io.fairlead.lifecycle.internal.wayback.WayBackStage.DEADLINE;
import static io.fairlead.lifecycle.internal.wayback.WayBackStage.arming;
import static io.fairlead.lifecycle.internal.wayback.WayBackStage.change;
import static io.fairlead.lifecycle.internal.wayback.WayBackStage.nativeProgram;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.api.FairleadException;
import io.fairlead.api.lifecycle.Try.Phase;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.host.Commands;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.RecordedOwnFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Java does for the way back without it. */
@Timeout(120)
class WayBackTest {

    private static final String DATA = "var/lib/fairlead/try/way-back";

    @TempDir
    private Path top;
    private WayBackStage stage;
    private Map<String, String> before;

    @BeforeEach
    void aHost() throws IOException {
        stage = new WayBackStage(top, Shell.DASH);
        before = stage.host();
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        stage.unlink();
    }

    @Test
    void armedAndDisarmedTheHostIsAsBefore() {
        WayBack wayBack = stage.wayBack();

        assertThat(wayBack.arm(arming(Phase.APPLYING, stage.storyChanges()), List.of())).as("a timer").isFalse();
        assertThat(wayBack.generation()).hasValue(7);
        assertThat(stage.at("etc/systemd/system/sysinit.target.d/50-fairlead-undo.conf")).exists();

        wayBack.disarm();
        assertThat(wayBack.generation()).isEmpty();
        assertThat(stage.host()).isEqualTo(before);
        assertThat(stage.at(DATA)).doesNotExist();
    }

    @Test
    void onlyRootReadsWhatFilesHeld() throws IOException {
        stage.wayBack().arm(arming(Phase.APPLYING, stage.storyChanges()), List.of());
        try (var blobs = Files.list(stage.at(DATA + "/blobs"))) {
            assertThat(blobs).isNotEmpty().allSatisfy(blob -> assertThat(
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(blob))).isEqualTo("rw-------"));
        }
    }

    @Test
    void equalContentsAreOneFile() throws IOException {
        UndoStep first = new UndoStep.RestoreFile("/etc/a", Optional.of(new byte[]{1}), 0644);
        UndoStep second = new UndoStep.RestoreFile("/etc/b", Optional.of(new byte[]{1}), 0600);
        stage.wayBack().arm(arming(Phase.APPLYING, change(1, List.of(first, second))), List.of());
        try (var blobs = Files.list(stage.at(DATA + "/blobs"))) {
            assertThat(blobs).hasSize(1);
        }
        assertThat(stage.read(DATA + "/steps")).matches(
                "change 1 vf-unit eno1\nfile /etc/a 644 [0-9a-f]{64}\nfile /etc/b 600 [0-9a-f]{64}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/a b", "/etc/a\nb", "/etc/a\tb", ""})
    void aNameThatIsNoWordIsRefusedBeforeAnythingIsWritten(String name) {
        assertThatThrownBy(() -> stage.wayBack().arm(
                arming(Phase.APPLYING, change(1, List.of(new UndoStep.RestoreFile(name, Optional.empty(), 0)))),
                List.of())).isInstanceOf(FairleadException.class).hasMessageContaining("white space");
        assertThat(stage.at("var")).doesNotExist();
        assertThat(stage.host()).isEqualTo(before);
    }

    @Test
    void aProgramThatNobodyBringsIsRefusedBeforeAnythingIsWritten() {
        assertThatThrownBy(() -> stage.wayBack().arm(
                arming(Phase.APPLYING, change(1, List.of(new UndoStep.RunNative("interface-vf", List.of(), "")))),
                List.of(nativeProgram("other", "")))).isInstanceOf(FairleadException.class)
                .hasMessageContaining("interface-vf");
        assertThat(stage.at("var")).doesNotExist();
    }

    @Test
    void itIsForOneTryAtATime() {
        stage.wayBack().arm(arming(Phase.APPLYING), List.of());
        assertThatThrownBy(() -> stage.wayBack().arm(
                new Arming(8, Phase.APPLYING, List.of(), Optional.empty(), Optional.empty()), List.of()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theSameTryGetsFurtherSteps() throws Exception {
        WayBack wayBack = stage.wayBack();
        wayBack.arm(arming(Phase.AWAITING_REBOOT, change(1, stage.own().wayBack(WayBackStage.GRUB))), List.of());
        wayBack.arm(arming(Phase.APPLYING, stage.storyChanges()), List.of());
        stage.change();
        assertThat(stage.undo("deadline", "7", AT_DEADLINE).status()).isZero();
        wayBack.disarm();
        assertThat(stage.host()).isEqualTo(before);
    }

    /** After each write of arming the process dies; the host goes down and comes up. */
    @Test
    void aCrashWhileItIsArmedLeavesNoneOrAWholeOne() throws Exception {
        boolean armed = false;
        int writes = 0;
        while (!armed) {
            DurableFiles dying = dyingAfter(writes);
            WayBack wayBack = stage.wayBack(dying, new RecordedOwnFiles(stage.files(), dying), new Systemd(false));
            try {
                wayBack.arm(arming(Phase.APPLYING, stage.storyChanges()), List.of());
                armed = true;
            } catch (Died _) {
                // as is to be
            }
            boolean whole = stage.wayBack().generation().isPresent();
            if (whole) {
                stage.change();
            }
            if (Files.exists(stage.at("etc/systemd/system/sysinit.target.d/50-fairlead-undo.conf"))) {
                stage.boot("boot " + writes);
                assertThat(stage.undo("boot").status()).isZero();
            }
            assertThat(stage.etc()).as("crash after %d writes", writes).doesNotContainKey(
                    "etc/systemd/system/sysinit.target.d/50-fairlead-undo.conf");
            assertThat(stage.read("etc/default/grub")).isEqualTo("GRUB_CMDLINE_LINUX=quiet\n");
            stage.wayBack().disarm();
            assertThat(stage.host()).as("crash after %d writes", writes).isEqualTo(before);
            writes++;
        }
        assertThat(writes).isGreaterThan(15);
    }

    /** The same for taking it away: the try is confirmed, so nothing of it may be taken back. */
    @Test
    void aCrashWhileItIsDisarmedTakesNothingBack() throws Exception {
        boolean disarmed = false;
        int writes = 0;
        while (!disarmed) {
            stage.wayBack().arm(arming(Phase.CONFIRMING, stage.storyChanges()), List.of());
            stage.write("etc/default/grub", "GRUB_CMDLINE_LINUX=iommu\n");
            stage.write("var/lib/fairlead/confirmed", "7\n");
            DurableFiles dying = dyingAfter(writes);
            try {
                stage.wayBack(dying, new RecordedOwnFiles(stage.files(), dying), new Systemd(false)).disarm();
                disarmed = true;
            } catch (Died _) {
                // as is to be
            }
            stage.boot("boot " + writes);
            if (Files.exists(stage.at(DATA + "/programs/undo"))) {
                assertThat(stage.undo("boot").status()).isZero();
            }
            assertThat(stage.at("etc/systemd/system/fairlead-undo.service")).doesNotExist();
            assertThat(stage.at("etc/systemd/system/sysinit.target.d")).doesNotExist();
            assertThat(stage.read("etc/default/grub")).contains("iommu");
            stage.wayBack().disarm();
            Files.delete(stage.at("var/lib/fairlead/confirmed"));
            writes++;
        }
        assertThat(writes).isGreaterThan(10);
    }

    @Test
    void systemdRunsTheProgramASecondAfterTheDeadline() throws IOException {
        Systemd systemd = systemd();
        WayBack wayBack = stage.wayBack(stage.durable(), stage.own(), systemd);

        assertThat(wayBack.arm(arming(Phase.APPLYING), List.of())).isTrue();

        assertThat(systemd.calls()).contains("systemd-run --quiet --collect --unit=fairlead-undo-7-"
                + AT_DEADLINE + " --on-active=121000ms --timer-property=AccuracySec=100ms "
                + "/bin/sh /var/lib/fairlead/try/way-back/programs/undo deadline 7 " + AT_DEADLINE);
    }

    @Test
    void aNewDeadlineHasItsTimerBeforeTheOldOneEnds() throws IOException {
        Systemd systemd = systemd();
        WayBack wayBack = stage.wayBack(stage.durable(), stage.own(), systemd);
        wayBack.arm(arming(Phase.APPLYING), List.of());
        systemd.calls().clear();

        assertThat(wayBack.deadline(Optional.of(DEADLINE.plusMillis(30_500)))).isTrue();

        String later = String.valueOf(DEADLINE.getEpochSecond() + 31);
        assertThat(stage.read(DATA + "/deadline")).isEqualTo(later + "\n");
        assertThat(systemd.calls()).anyMatch(call -> call.endsWith("undo deadline 7 " + later)).last().asString()
                .isEqualTo("systemctl stop fairlead-undo-7-[a-z]*.timer");
        assertThat(systemd.calls()).containsSubsequence("systemctl stop fairlead-undo-7-" + AT_DEADLINE + ".timer");

        assertThat(wayBack.deadline(Optional.empty())).isFalse();
        assertThat(stage.read(DATA + "/deadline")).isEqualTo("none\n");
    }

    /** Seen in the lab: killed between the stop of the one and the start of the other, Fairlead left a try without end. */
    @Test
    void theTimerOfTheSameDeadlineGoesOnAtEachInstant() throws IOException {
        Systemd systemd = systemd();
        WayBack wayBack = stage.wayBack(stage.durable(), stage.own(), systemd);
        wayBack.arm(arming(Phase.APPLYING), List.of());
        systemd.calls().clear();

        assertThat(wayBack.deadline(Optional.of(DEADLINE))).isTrue();
        assertThat(systemd.calls()).noneMatch(call -> call.contains("stop"))
                .noneMatch(call -> call.startsWith("systemd-run"));

        systemd.timers.clear();
        assertThat(wayBack.deadline(Optional.of(DEADLINE))).isTrue();
        assertThat(systemd.calls()).anyMatch(call -> call.startsWith("systemd-run"));
    }

    @Test
    void withoutItsTimerNothingIsArmed() throws IOException {
        Systemd systemd = systemd();
        systemd.failing = true;

        assertThatThrownBy(() -> stage.wayBack(stage.durable(), stage.own(), systemd)
                .arm(arming(Phase.APPLYING, stage.storyChanges()), List.of())).isInstanceOf(FairleadException.class)
                .hasMessageContaining("generation 7").hasMessageContaining("Failed to start");

        assertThat(stage.host()).isEqualTo(before);
        assertThat(stage.at(DATA)).doesNotExist();
    }

    @Test
    void whatTheProgramLeftIsTold() throws IOException {
        stage.wayBack().arm(arming(Phase.APPLYING), List.of());
        assertThat(stage.wayBack().result()).isEmpty();
        stage.write(DATA + "/result", "left 2 guest t1 has VF 0\nfailed 1 /etc/x cannot be put back\n");
        assertThat(stage.wayBack().result()).hasValue(new UndoResult(List.of(
                new UndoResult.Left(2, true, "guest t1 has VF 0"),
                new UndoResult.Left(1, false, "/etc/x cannot be put back"))));
        stage.write(DATA + "/result", "undone\n");
        assertThat(stage.wayBack().result()).get().extracting(UndoResult::undone).isEqualTo(true);
    }

    @Test
    void anEndedUndoOrAnotherProcessOfItsNumberIsNoneThatRuns() throws IOException {
        NativeUndo undo = new NativeUndo(stage.files());
        stage.write("proc/4/stat", "4 (sh) b) S 1 4 4 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 123 0 0\n");
        stage.write("run/fairlead/undo", "4 123\n");
        assertThat(undo.running()).isTrue();
        assertThatThrownBy(undo::refuseWhileRunning).isInstanceOf(FairleadException.class)
                .hasMessageContaining("pid 4");
        stage.write("run/fairlead/undo", "4 122\n");
        assertThat(undo.running()).isFalse();
        stage.write("run/fairlead/undo", "5 123\n");
        assertThat(undo.running()).isFalse();
    }

    private Systemd systemd() throws IOException {
        Files.createDirectories(stage.at("run/systemd/system"));
        return new Systemd(true);
    }

    /** Writes to the disk until this many writes were done; then nothing is written any more, as after a SIGKILL. */
    private DurableFiles dyingAfter(int writes) {
        DurableFiles real = stage.durable();
        return new DurableFiles() {

            private int left = writes;

            private void live() {
                if (left == 0) {
                    throw new Died();
                }
                left--;
            }

            @Override
            public List<HostPath> write(HostPath file, byte[] content, int mode) {
                live();
                return real.write(file, content, mode);
            }

            @Override
            public void append(HostPath file, byte[] bytes) {
                live();
                real.append(file, bytes);
            }

            @Override
            public void delete(HostPath file) {
                if (stage.files().info(file).isPresent()) {
                    live();
                    real.delete(file);
                }
            }

            @Override
            public boolean deleteEmpty(HostPath directory) {
                if (stage.files().info(directory).isPresent()) {
                    live();
                    return real.deleteEmpty(directory);
                }
                return true;
            }
        };
    }

    private static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** systemd's programs, which note their calls. */
    private static final class Systemd implements Commands {

        private static final String UNIT = "--unit=";

        private final Set<String> timers = new HashSet<>();
        private final List<String> calls = new ArrayList<>();
        private final boolean there;
        private boolean failing;

        Systemd(boolean there) {
            this.there = there;
        }

        List<String> calls() {
            return calls;
        }

        @Override
        public Result run(Duration bound, List<String> arguments, String input) {
            calls.add(String.join(" ", arguments));
            if (arguments.contains("is-active")) {
                return new Result(timers.contains(arguments.getLast()) ? 0 : 3, "", "");
            }
            if (!arguments.getFirst().equals("systemd-run")) {
                return new Result(0, "", "");
            }
            arguments.stream().filter(word -> word.startsWith(UNIT))
                    .map(word -> word.substring(UNIT.length()) + ".timer")
                    .forEach(timers::add);
            return failing ? new Result(1, "", "Failed to start transient timer unit") : new Result(0, "", "");
        }

        @Override
        public boolean has(String program) {
            return there;
        }
    }
}
