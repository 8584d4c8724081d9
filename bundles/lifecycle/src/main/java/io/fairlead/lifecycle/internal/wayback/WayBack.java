package io.fairlead.lifecycle.internal.wayback;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.lifecycle.Try.Phase;
import io.fairlead.api.resource.NativeProgram;
import io.fairlead.host.Commands;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.OwnFiles;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way back from the one try there is, which needs no Java. It is armed before the try's first change, and disarmed when
 * the try is confirmed or taken back. What it says is on the disk when a method returns, and after a crash at any instant
 * there is either none or a whole one: it counts from its phase on, which is written last and deleted first.
 *
 * <p>While it is armed, the program that runs it out of time waits for this process as long as the phase is
 * {@code ROLLING_BACK} or {@code CONFIRMING} and was {@link #phase told} within the last three minutes; a process that does
 * neither three seconds after the timer is killed. Not for several threads at once. Claim the writer's lock first.
 *
 * <p>What cannot be written is a {@link FairleadException} of {@link DurableFiles}.
 */
public final class WayBack {

    private static final HostPath DATA = HostPath.OUR_STATE.resolve("try/way-back");
    private static final HostPath PHASE = DATA.resolve("phase");
    private static final HostPath GENERATION = DATA.resolve("generation");
    private static final HostPath DEADLINE = DATA.resolve("deadline");
    private static final HostPath BOOT = DATA.resolve("boot");
    private static final HostPath OWNER = DATA.resolve("owner");
    private static final HostPath TRIAL = DATA.resolve("trial");
    private static final HostPath CONFIRM_WITHIN = DATA.resolve("confirm-within");
    private static final HostPath STEPS = DATA.resolve("steps");
    private static final HostPath DISARM = DATA.resolve("disarm");
    private static final HostPath RESULT = DATA.resolve("result");
    private static final HostPath BLOBS = DATA.resolve("blobs");
    private static final HostPath PROGRAMS = DATA.resolve("programs");
    private static final String UNDO = "undo";
    private static final HostPath BOOT_ID = HostPath.PROC.resolve("sys/kernel/random/boot_id");
    private static final String NONE = "none";
    /** Somebody's secrets may be among what files held. */
    private static final int PRIVATE = 0600;

    private final HostFiles files;
    private final DurableFiles durable;
    private final BootUnit unit;
    private final UndoTimer timer;

    /** On this host. */
    public WayBack(HostFiles files, DurableFiles durable, OwnFiles own, Commands commands, Clock clock) {
        this.files = files;
        this.durable = durable;
        this.unit = new BootUnit(own, PROGRAMS.resolve(UNDO));
        this.timer = new UndoTimer(files, commands, clock, PROGRAMS.resolve(UNDO));
    }

    /**
     * Arms it, or gives the try that it is armed for other steps. Ask the providers for them before this, and before the
     * first change.
     *
     * @param programs all that there are; those that the steps run are copied
     * @return whether a timer runs for the deadline; where there is none, or no systemd, none does
     * @throws FairleadException {@code NOT_CAPABLE} for a name that cannot be written; {@code HOST_FAILED} when a program is
     *             missing, or systemd does not set the timer. Nothing is armed then that was not.
     * @throws IllegalStateException when it is armed for another try
     */
    public boolean arm(Arming arming, Collection<? extends NativeProgram> programs) {
        FlatSteps steps = FlatSteps.of(arming.changes());
        Map<String, byte[]> needed = needed(steps, programs);
        boolean again = generation().isPresent();
        if (generation().filter(armed -> armed != arming.generation()).isPresent()) {
            throw new IllegalStateException("the way back is armed for generation " + generation().get());
        }
        if (!again) {
            // what a crash left of another
            disarm();
        }
        try {
            // without it the program knows no boot to be another one, and does nothing
            adopt();
            writeSteps(steps, needed);
            if (!again) {
                installUnit();
            }
            writeFacts(arming);
            phase(arming.phase());
            return deadline(arming.deadline());
        } catch (RuntimeException e) {
            if (!again) {
                disarmAfter(e);
            }
            throw e;
        }
    }

    private static Map<String, byte[]> needed(FlatSteps steps, Collection<? extends NativeProgram> programs) {
        Map<String, byte[]> needed = new HashMap<>();
        programs.stream().filter(program -> steps.programs().contains(program.name()))
                .forEach(program -> needed.put(program.name(), program.content()));
        steps.programs().stream().filter(name -> !needed.containsKey(name)).findFirst().ifPresent(name -> {
            throw new FairleadException(Kind.HOST_FAILED,
                    "the way back needs the program %s, and no bundle brings it, and so nothing was changed: start the bundle whose resources the document names"
                            .formatted(name));
        });
        needed.put(UNDO, Resources.text(UNDO).getBytes(StandardCharsets.UTF_8));
        return needed;
    }

    private void writeSteps(FlatSteps steps, Map<String, byte[]> programs) {
        programs.forEach((name, content) -> write(PROGRAMS.resolve(name), content, PRIVATE));
        steps.blobs().forEach((name, content) -> write(BLOBS.resolve(name), content, PRIVATE));
        write(STEPS, steps.text(), PRIVATE);
    }

    private void installUnit() {
        FlatSteps disarming = FlatSteps.ofSteps(unit.wayBack());
        disarming.blobs().forEach((name, content) -> write(BLOBS.resolve(name), content, PRIVATE));
        write(DISARM, disarming.text(), PRIVATE);
        unit.install();
    }

    private void writeFacts(Arming arming) {
        durable.delete(RESULT);
        fact(GENERATION, String.valueOf(arming.generation()));
        if (files.read(DEADLINE).isEmpty()) {
            fact(DEADLINE, NONE);
        }
        if (arming.trial().isPresent()) {
            fact(CONFIRM_WITHIN, String.valueOf(arming.trial().get().confirmWithin().toSeconds()));
            fact(TRIAL, arming.trial().get().word());
        } else {
            durable.delete(TRIAL);
        }
    }

    /** Makes this process the one that is waited for at the deadline, and this boot the one that the try belongs to. */
    public void adopt() {
        files.read(BOOT_ID).ifPresent(id -> fact(BOOT, id));
        ProcessMark.own(files).ifPresent(process -> fact(OWNER, process.text()));
    }

    /** Whether this process is the one that is waited for at the deadline. */
    public boolean isOwn() {
        return ProcessMark.own(files).map(ProcessMark::text)
                .filter(files.read(OWNER).map(String::strip).orElse("")::equals)
                .isPresent();
    }

    /**
     * Tells how far the try is. While it is taken back or confirmed, to be told again before each change: it tells the
     * program that this process is at work.
     */
    public void phase(Phase phase) {
        durable.write(PHASE, bytes(phase.name() + "\n"), PRIVATE);
    }

    /**
     * Sets the time anew at which the try is taken back; empty for none.
     *
     * @return whether a timer runs for it
     * @throws FairleadException {@code HOST_FAILED} when systemd does not set the timer: then the old one goes on
     */
    public boolean deadline(Optional<Instant> deadline) {
        int generation = generation().orElseThrow();
        String before = files.read(DEADLINE).orElse(NONE);
        Optional<Long> seconds = deadline.map(time -> time.getEpochSecond() + (time.getNano() > 0 ? 1 : 0));
        String after = seconds.map(String::valueOf).orElse(NONE);
        boolean possible = timer.possible();
        // each does nothing unless it was set for the deadline that is written: at any instant one of them counts
        if (possible) {
            seconds.ifPresent(time -> timer.arm(generation, time));
        }
        fact(DEADLINE, after);
        if (possible && !before.equals(after)) {
            timer.stopOthers(generation, before);
        }
        return possible && seconds.isPresent();
    }

    /** The try that it is armed for. */
    public Optional<Integer> generation() {
        return files.read(PHASE).flatMap(_ -> files.read(GENERATION)).map(Integer::valueOf);
    }

    /** What came of it when the program has run; empty while it has not. */
    public Optional<UndoResult> result() {
        return files.read(RESULT).map(UndoResult::parse);
    }

    /** Removes all of it: the data, the boot unit, the timers. Does nothing where there is nothing. */
    public void disarm() {
        Optional<Integer> generation = files.read(GENERATION).map(Integer::valueOf);
        durable.delete(PHASE);
        boolean systemd = timer.possible();
        if (systemd) {
            generation.ifPresent(timer::stopAll);
        }
        if (unit.remove() && systemd) {
            timer.reload();
        }
        for (HostPath directory : List.of(BLOBS, PROGRAMS, DATA)) {
            for (String name : files.list(directory)) {
                durable.delete(directory.resolve(name));
            }
            durable.deleteEmpty(directory);
        }
    }

    private void disarmAfter(RuntimeException failure) {
        try {
            disarm();
        } catch (RuntimeException again) {
            failure.addSuppressed(again);
        }
    }

    private void fact(HostPath file, String text) {
        write(file, bytes(text + "\n"), PRIVATE);
    }

    /** What is there already is not written. */
    private void write(HostPath file, byte[] content, int mode) {
        if (files.content(file).filter(there -> Arrays.equals(there, content)).isEmpty()) {
            durable.write(file, content, mode);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
