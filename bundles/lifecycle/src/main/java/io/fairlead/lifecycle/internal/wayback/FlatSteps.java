package io.fairlead.lifecycle.internal.wayback;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Printable;
import io.fairlead.api.resource.UndoStep;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Steps as lines of words, and the bytes they need. A blob is named by its content: equal ones are one file, and what is
 * written for a second set of steps cannot disturb the first.
 */
final class FlatSteps {

    private final StringBuilder text = new StringBuilder();
    private final Map<String, byte[]> blobs = new LinkedHashMap<>();
    private final Set<String> programs = new TreeSet<>();

    /**
     * How to take back all changes.
     *
     * @throws FairleadException {@code NOT_CAPABLE} when a name cannot be written as a word
     */
    static FlatSteps of(List<ChangeUndo> changes) {
        FlatSteps flat = new FlatSteps();
        changes.forEach(flat::add);
        return flat;
    }

    /** Steps that belong to no change. */
    static FlatSteps ofSteps(List<UndoStep> steps) {
        FlatSteps flat = new FlatSteps();
        steps.forEach(flat::add);
        return flat;
    }

    private void add(ChangeUndo change) {
        String number = String.valueOf(change.number());
        line("change", Stream.of(number, change.resource().kind(), change.resource().name())
                .filter(word -> !word.isEmpty()).toArray(String[]::new));
        new TreeSet<>(change.after()).forEach(other -> line("after", number, String.valueOf(other)));
        change.steps().forEach(this::add);
    }

    private void add(UndoStep step) {
        switch (step) {
            case UndoStep.RestoreFile restore when restore.content().isEmpty() -> line("gone", restore.file());
            case UndoStep.RestoreFile restore ->
                line("file", restore.file(), Integer.toOctalString(restore.mode()), blob(restore.content().get()));
            case UndoStep.PruneDirectory prune -> line("prune", prune.directory());
            case UndoStep.RunNative run -> {
                programs.add(run.program());
                line("run", Stream.concat(
                        Stream.of(run.program(), blob(run.input().getBytes(StandardCharsets.UTF_8))),
                        run.arguments().stream()).toArray(String[]::new));
            }
            case UndoStep.Reload reload -> line("reload", reload.daemon().name());
        }
    }

    private void line(String verb, String... words) {
        text.append(verb);
        for (String word : words) {
            if (word.isEmpty() || word.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
                throw new FairleadException(Kind.NOT_CAPABLE,
                        "the way back cannot be written down for '%s', whose name is empty or has white space, and so nothing was changed: give it another name"
                                .formatted(Printable.of(word)));
            }
            text.append(' ').append(word);
        }
        text.append('\n');
    }

    private String blob(byte[] content) {
        try {
            String name = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            blobs.put(name, content.clone());
            return name;
        } catch (NoSuchAlgorithmException e) {
            // every Java platform has to have it (java.security.MessageDigest)
            throw new IllegalStateException(e);
        }
    }

    byte[] text() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** By their names. */
    Map<String, byte[]> blobs() {
        return Collections.unmodifiableMap(blobs);
    }

    /** The names of the programs that are run. */
    Set<String> programs() {
        return Collections.unmodifiableSet(programs);
    }
}
