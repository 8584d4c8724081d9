package io.fairlead.lifecycle.internal;

import io.fairlead.api.lifecycle.HostStatus.Drift;
import io.fairlead.api.resource.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is not as confirmed, since when, and how often it was tried to bring it back. */
final class DriftBook {

    /** So often a drift is brought back before it is left to a person; whoever makes it again would go on for ever. */
    private static final int ATTEMPTS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    /** So long all has to be well before somebody's next change counts as a new one. */
    private static final Duration FORGET = Duration.ofMinutes(10);

    private final Map<ResourceId, Entry> entries = new LinkedHashMap<>();

    /**
     * A resource that is, or a while ago was, not as confirmed.
     *
     * @param since when it was noticed
     * @param what what is not as confirmed; empty when all is well again
     * @param attempts how often it was brought back, or tried to be
     * @param last when that was last
     */
    private record Entry(Instant since, Optional<String> what, int attempts, Instant last) {
    }

    /**
     * Notes how things stand.
     *
     * @return whether anything is new: a drift more, another, or one less
     */
    synchronized boolean note(List<PlannedChange> changes, Instant now) {
        List<Drift> before = drifts();
        Map<ResourceId, Entry> next = new LinkedHashMap<>();
        entries.forEach((id, entry) -> {
            if (entry.last().plus(FORGET).isAfter(now)) {
                next.put(id, new Entry(entry.since(), Optional.empty(), entry.attempts(), entry.last()));
            }
        });
        for (PlannedChange planned : changes) {
            Entry old = entries.get(planned.id());
            boolean known = old != null && old.what().isPresent();
            next.put(planned.id(),
                    new Entry(known ? old.since() : now,
                            Optional.of(ValueText.difference(planned.change().before(), planned.change().after())),
                            old == null ? 0 : old.attempts(), old == null ? Instant.EPOCH : old.last()));
        }
        entries.clear();
        entries.putAll(next);
        return !before.equals(drifts());
    }

    /** Whether it may be tried now to bring a resource back: after a pause that doubles, and not for ever. */
    synchronized boolean mayBringBack(PlannedChange planned, Instant now) {
        Entry entry = entries.get(planned.id());
        int most = planned.needsReboot() ? 1 : ATTEMPTS;
        return entry == null || (entry.attempts() < most
                && !now.isBefore(entry.last().plus(FIRST_PAUSE.multipliedBy(1L << entry.attempts()))));
    }

    synchronized void attempted(PlannedChange planned, Instant now) {
        entries.computeIfPresent(planned.id(),
                (_, entry) -> new Entry(entry.since(), entry.what(), entry.attempts() + 1, now));
    }

    synchronized List<Drift> drifts() {
        return entries.entrySet().stream().filter(entry -> entry.getValue().what().isPresent())
                .map(entry -> new Drift(entry.getKey().toString(), entry.getValue().what().orElseThrow(),
                        entry.getValue().since(), Optional.empty(), entry.getValue().attempts()))
                .toList();
    }

    synchronized void clear() {
        entries.clear();
    }
}
