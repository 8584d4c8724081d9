package io.fairlead.lifecycle.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Printable;
import io.fairlead.api.lifecycle.Document;
import io.fairlead.api.lifecycle.Generation;
import io.fairlead.api.lifecycle.Generation.Result;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The generations on disk: a document and a record each, and which of them is confirmed. That is one small file, and writing
 * it is the commit point of a confirmation.
 */
final class Generations {

    private static final HostPath DIRECTORY = HostPath.OUR_STATE.resolve("generations");
    private static final HostPath CONFIRMED = HostPath.OUR_STATE.resolve("confirmed");
    private static final String DOCUMENT = "document.yaml";
    private static final String RECORD = "record.json";

    private static final int USUAL = 20;
    private static final int FEWEST = 1;
    private static final int MOST = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(Generations.class);

    private final HostFiles files;
    private final DurableFiles durable;
    private volatile int kept = USUAL;

    /** Those of this host. */
    Generations(HostFiles files, DurableFiles durable) {
        this.files = files;
        this.durable = durable;
    }

    /** How many are kept, {@value #FEWEST} to {@value #MOST}, as it is configured; the confirmed one always is. */
    void keep(String configured) {
        boolean sound = configured.matches("[0-9]{1,4}") && Integer.parseInt(configured) >= FEWEST
                && Integer.parseInt(configured) <= MOST;
        kept = sound ? Integer.parseInt(configured) : USUAL;
        if (!sound) {
            LOG.warn(
                    "generations of the configuration io.fairlead.lifecycle is '{}', which is no number from {} to {}, so that {} are kept: put one there",
                    Printable.of(configured), FEWEST, MOST, USUAL);
        }
    }

    /** Oldest first. */
    List<Generation> all() {
        return numbers().stream().flatMap(number -> read(number).stream()).toList();
    }

    Optional<Generation> confirmed() {
        return confirmedNumber().map(this::get);
    }

    Optional<Integer> confirmedNumber() {
        return files.read(CONFIRMED).filter(text -> text.matches("[0-9]{1,9}")).map(Integer::valueOf);
    }

    Generation get(int number) {
        return read(number).orElseThrow(() -> new FairleadException(Kind.USAGE,
                "there is no generation %d, or it is no longer kept: host:history lists those that are"
                        .formatted(number)));
    }

    /** Begins the next one, tried. */
    Generation begin(Document document, String who, Optional<String> why, Instant now) {
        int number = numbers().stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
        Generation next = new Generation(number, document, who, why, now, Result.TRIED, Optional.empty());
        durable.write(directory(number).resolve(DOCUMENT), document.text().getBytes(StandardCharsets.UTF_8), 0600);
        write(next);
        return next;
    }

    /** What became of it; one that is confirmed already stays so. */
    Generation end(int number, Result result, Instant now) {
        Generation old = get(number);
        Generation ended = new Generation(number, old.document(), old.who(), old.why(), old.applied(), result,
                Optional.of(now));
        write(ended);
        return ended;
    }

    /** The commit point. */
    void confirm(int number) {
        durable.write(CONFIRMED, (number + "\n").getBytes(StandardCharsets.UTF_8), 0644);
    }

    /** Forgets all of them. */
    void forget() {
        durable.delete(CONFIRMED);
        numbers().forEach(this::delete);
        durable.deleteEmpty(DIRECTORY);
    }

    /** Forgets the oldest above the number that is kept. */
    void prune() {
        List<Integer> numbers = numbers();
        Optional<Integer> confirmed = confirmedNumber();
        numbers.subList(0, Math.max(0, numbers.size() - kept)).stream()
                .filter(number -> !confirmed.equals(Optional.of(number))).forEach(this::delete);
    }

    private void delete(int number) {
        durable.delete(directory(number).resolve(RECORD));
        durable.delete(directory(number).resolve(DOCUMENT));
        durable.deleteEmpty(directory(number));
    }

    private List<Integer> numbers() {
        return files.list(DIRECTORY).stream().filter(name -> name.matches("[0-9]{1,9}")).map(Integer::valueOf).sorted()
                .toList();
    }

    private static HostPath directory(int number) {
        return DIRECTORY.resolve(String.valueOf(number));
    }

    private void write(Generation generation) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("document", generation.document().name());
        data.put("who", generation.who());
        generation.why().ifPresent(why -> data.put("why", why));
        data.put("applied", generation.applied().toString());
        data.put("result", generation.result().name());
        generation.ended().ifPresent(ended -> data.put("ended", ended.toString()));
        durable.write(directory(generation.number()).resolve(RECORD), PlainData.write(data), 0600);
    }

    /** Empty for one whose writing was cut short. */
    private Optional<Generation> read(int number) {
        Optional<String> text = files.content(directory(number).resolve(DOCUMENT))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        Optional<Map<String, Object>> record = files.read(directory(number).resolve(RECORD)).map(PlainData::read);
        return Stream.of(text).filter(_ -> record.isPresent()).flatMap(Optional::stream).findFirst()
                .map(document -> generation(number, document, record.orElseThrow()));
    }

    private static Generation generation(int number, String text, Map<String, Object> data) {
        return new Generation(number, new Document((String) data.get("document"), text), (String) data.get("who"),
                Optional.ofNullable((String) data.get("why")), Instant.parse((String) data.get("applied")),
                Result.valueOf((String) data.get("result")),
                Optional.ofNullable((String) data.get("ended")).map(Instant::parse));
    }
}
