package io.fairlead.shell.internal.host;

import io.fairlead.api.lifecycle.Generation;
import io.fairlead.api.lifecycle.Outcome;
import io.fairlead.shell.internal.view.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a verb did.
 *
 * @param outcome as the service tells it
 */
record OutcomeScreen(Outcome outcome) implements Shown {

    @Override
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add(outcome.tried().map(TryText::of).map(OutcomeScreen::capital)
                .or(() -> outcome.generation().map(OutcomeScreen::ended))
                .orElse("Nothing to do: the host is so already, and nothing was written."));
        outcome.tried().ifPresent(tried -> Texts.add(lines, "  ", TryText.left(tried)));
        if (!outcome.made().isEmpty()) {
            lines.add("Done:");
            Texts.add(lines, "  ", outcome.made());
        }
        if (!outcome.notes().isEmpty()) {
            lines.add("Note:");
            Texts.add(lines, "  ", outcome.notes());
        }
        return String.join("\n", lines);
    }

    private static String ended(Generation generation) {
        String what = switch (generation.result()) {
            case CONFIRMED -> "is confirmed: the host is compared with it from now on.";
            case ROLLED_BACK -> "is taken back: the host is as before it.";
            case FAILED -> "failed, and what had been done is taken back.";
            case TRIED -> "is tried.";
        };
        return "Generation %d %s".formatted(generation.number(), what);
    }

    private static String capital(String sentence) {
        return "G" + sentence.substring(1);
    }

    @Override
    public Object json() {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("generation", outcome.generation().map(TryText::json).orElse(null));
        shape.put("tried", outcome.tried().map(TryText::json).orElse(null));
        shape.put("made", outcome.made());
        shape.put("notes", outcome.notes());
        return shape;
    }
}
