package io.fairlead.lifecycle.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.lifecycle.Try;
import io.fairlead.api.lifecycle.Try.Left;
import io.fairlead.api.lifecycle.Try.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The journal of a try: all that another process needs to go on with it, or to take it back.
 *
 * @param generation its number
 * @param phase how far it is
 * @param changes those planned, in order
 * @param begun how many of them were begun: the last of these may be half done
 * @param confirmWithin how long the try lasts once all is made
 * @param deadline when it is taken back
 * @param boot the kernel's boot id when it was begun or went on
 * @param left what a rollback could not take back
 */
record TryRecord(int generation, Phase phase, List<PlannedChange> changes, int begun, Duration confirmWithin,
        Optional<Instant> deadline, String boot, List<Left> left) {

    TryRecord in(Phase next) {
        return new TryRecord(generation, next, changes, begun, confirmWithin, deadline, boot, left);
    }

    TryRecord begun(int count) {
        return new TryRecord(generation, phase, changes, count, confirmWithin, deadline, boot, left);
    }

    /** In whole seconds, rounded up: as it is told, and as the timer has it that needs no Java. */
    TryRecord until(Instant end) {
        Instant whole = end.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
        return new TryRecord(generation, phase, changes, begun, confirmWithin, Optional.of(whole), boot, left);
    }

    TryRecord leaving(List<Left> rest) {
        return new TryRecord(generation, phase, changes, begun, confirmWithin, deadline, boot, rest);
    }

    TryRecord of(List<PlannedChange> planned) {
        return new TryRecord(generation, phase, planned, begun, confirmWithin, deadline, boot, left);
    }

    /** After a reboot: with these changes more. */
    TryRecord goingOn(List<PlannedChange> more, String newBoot) {
        return new TryRecord(generation, Phase.APPLYING, more, begun, confirmWithin, deadline, newBoot, left);
    }

    /** With the changes made that need a reboot; no time runs before it. */
    TryRecord awaitingReboot() {
        return new TryRecord(generation, Phase.AWAITING_REBOOT, changes, begun, confirmWithin, Optional.empty(), boot,
                left);
    }

    /** Whether it was to be confirmed by now. */
    boolean isOver(Instant now) {
        return phase == Phase.TRIED && deadline.filter(end -> !now.isBefore(end)).isPresent();
    }

    /** What is left, one phrase. */
    String leftText() {
        return left.stream().map(each -> "%s (%s)".formatted(each.resource(), each.why()))
                .collect(Collectors.joining(", "));
    }

    /** Why nothing else can be tried. */
    FairleadException busy() {
        String how = switch (phase) {
            case APPLYING -> "is being applied";
            case AWAITING_REBOOT -> "waits for a reboot";
            case TRIED -> "is being tried until " + deadline.map(Instant::toString).orElse("its end");
            case CONFIRMING -> "is being confirmed";
            case ROLLING_BACK -> "is being taken back";
            case ROLLED_BACK_EXCEPT -> "was taken back except " + leftText();
        };
        return new FairleadException(Kind.BUSY,
                "generation %d %s, and one at a time can be tried: host:confirm keeps it, host:rollback takes it back"
                        .formatted(generation, how));
    }

    /** The changes that were begun. */
    List<PlannedChange> made() {
        return changes.subList(0, begun);
    }

    Try toTry() {
        return new Try(generation, phase, deadline, left);
    }
}
