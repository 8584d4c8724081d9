package io.fairlead.deploy.internal;

import com.fasterxml.jackson.jr.ob.JSON;
import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.deploy.LogEntry;
import io.fairlead.api.deploy.LogEntry.Action;
import io.fairlead.api.deploy.LogEntry.Outcome;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was done and refused, a JSON object a line, each on the disk before whoever asked hears of it. It is only ever added to;
 * past {@link #MOST_BYTES} it is put aside, in place of the one that was put aside before.
 */
final class DeployLog {

    static final HostPath FILE = HostPath.OUR_STATE.resolve("vendors/log.jsonl");
    static final HostPath ASIDE = HostPath.OUR_STATE.resolve("vendors/log.jsonl.1");

    private static final long MOST_BYTES = 4 << 20;
    private static final int MODE = 0600;

    private final HostFiles files;
    private final DurableFiles durable;
    /** Whether what lies there ends with a whole line; a power cut may have left a part of one. */
    private boolean whole;

    DeployLog(HostFiles files, DurableFiles durable) {
        this.files = files;
        this.durable = durable;
    }

    void add(String who, Action action, String what, String sha256, Outcome outcome, String detail) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put("when", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        data.put("who", who);
        data.put("action", action.name());
        data.put("what", what);
        data.put("sha256", sha256);
        data.put("outcome", outcome.name());
        data.put("detail", detail);
        try {
            String line = JSON.std.asString(data) + "\n";
            makeRoom();
            String begun = whole ? "" : "\n";
            whole = false;
            durable.append(FILE, (begun + line).getBytes(StandardCharsets.UTF_8));
            whole = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void makeRoom() {
        if (files.info(FILE).filter(info -> info.size() > MOST_BYTES).isPresent()) {
            files.content(FILE).ifPresent(content -> durable.write(ASIDE, content, MODE));
            durable.delete(FILE);
        }
    }

    List<LogEntry> read() {
        try {
            return Stream.of(ASIDE, FILE).flatMap(file -> files.read(file).stream()).flatMap(String::lines)
                    .flatMap(line -> entry(line).stream()).toList();
        } catch (UncheckedIOException e) {
            throw new FairleadException(Kind.HOST_FAILED, "the log of vendors' bundles cannot be read: %s; root can"
                    .formatted(e.getMessage()), e);
        }
    }

    /** Empty for a line that was cut short. */
    private static Optional<LogEntry> entry(String line) {
        try {
            Map<String, Object> data = JSON.std.mapFrom(line);
            return Optional.of(new LogEntry(Instant.parse((String) data.get("when")), (String) data.get("who"),
                    Action.valueOf((String) data.get("action")), (String) data.get("what"),
                    (String) data.get("sha256"), Outcome.valueOf((String) data.get("outcome")),
                    (String) data.get("detail")));
        } catch (IOException | RuntimeException _) {
            return Optional.empty();
        }
    }
}
