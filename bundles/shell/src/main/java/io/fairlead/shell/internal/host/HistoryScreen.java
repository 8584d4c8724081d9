package io.fairlead.shell.internal.host;

import io.fairlead.api.lifecycle.Generation;
import io.fairlead.api.lifecycle.Generation.Result;
import io.fairlead.shell.internal.view.Shown;
import io.fairlead.shell.internal.view.Table;
import java.util.List;
import java.util.OptionalInt;

/**
 * The generations, the newest first.
 *
 * @param generations oldest first
 */
record HistoryScreen(List<Generation> generations) implements Shown {

    @Override
    public String text() {
        if (generations.isEmpty()) {
            return "Nothing was ever applied: host:import writes down how the host is, host:apply makes it so.";
        }
        OptionalInt inForce = generations.stream().filter(generation -> generation.result() == Result.CONFIRMED)
                .mapToInt(Generation::number).max();
        Table table = new Table("GENERATION", "RESULT", "APPLIED", "BY", "WHY");
        for (Generation generation : generations.reversed()) {
            boolean current = inForce.equals(OptionalInt.of(generation.number()));
            table.row(String.valueOf(generation.number()), result(generation, current),
                    Texts.time(generation.applied()), generation.who(), generation.why().orElse("-"));
        }
        return table.toString();
    }

    private static String result(Generation generation, boolean current) {
        return switch (generation.result()) {
            case TRIED -> "being tried";
            case CONFIRMED -> current ? "confirmed, in force" : "confirmed";
            case ROLLED_BACK -> "taken back";
            case FAILED -> "failed, taken back";
        };
    }

    @Override
    public Object json() {
        return generations.reversed().stream().map(TryText::json).toList();
    }
}
