package io.fairlead.shell.internal.host;

import io.fairlead.api.lifecycle.Generation;
import io.fairlead.api.lifecycle.Try;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a try stands, and what comes next. */
final class TryText {

    private TryText() {
    }

    /** {@code generation 4 is tried until …: host:confirm keeps it, host:rollback takes it back}. */
    static String of(Try tried) {
        String deadline = tried.deadline().map(time -> " until " + Texts.time(time)).orElse("");
        String what = switch (tried.phase()) {
            case APPLYING -> "is being made";
            case AWAITING_REBOOT ->
                "waits for a reboot: reboot, the rest is made after it, and then host:confirm keeps it";
            case TRIED -> "is tried%s: host:confirm keeps it, host:rollback takes it back".formatted(deadline);
            case CONFIRMING -> "is being made to last";
            case ROLLING_BACK -> "is being taken back";
            case ROLLED_BACK_EXCEPT -> "is taken back except what somebody holds, which follows when they let go:";
        };
        return "generation %d %s".formatted(tried.generation(), what);
    }

    /** What could not be taken back, a line each. */
    static List<String> left(Try tried) {
        return tried.left().stream().map(left -> "%s: %s".formatted(left.resource(), left.why())).toList();
    }

    static Map<String, Object> json(Try tried) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("generation", tried.generation());
        shape.put("phase", Texts.word(tried.phase()));
        shape.put("deadline", Texts.timeOrNull(tried.deadline()));
        shape.put("left", tried.left().stream().map(TryText::leftShape).toList());
        return shape;
    }

    private static Map<String, Object> leftShape(Try.Left left) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("resource", left.resource());
        shape.put("why", left.why());
        return shape;
    }

    static Map<String, Object> json(Generation generation) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("number", generation.number());
        shape.put("result", Texts.word(generation.result()));
        shape.put("document", generation.document().name());
        shape.put("who", generation.who());
        shape.put("why", generation.why().orElse(null));
        shape.put("applied", Texts.time(generation.applied()));
        shape.put("ended", Texts.timeOrNull(generation.ended()));
        return shape;
    }
}
