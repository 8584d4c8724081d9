package io.fairlead.shell.internal.host;

import io.fairlead.api.Printable;
import io.fairlead.api.lifecycle.Generation;
import io.fairlead.api.lifecycle.HostStatus;
import io.fairlead.api.lifecycle.HostStatus.Drift;
import io.fairlead.api.lifecycle.HostStatus.State;
import io.fairlead.shell.internal.view.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the host stands, what is wrong first.
 *
 * @param status as the service tells it
 */
record StatusScreen(HostStatus status) implements Shown {

    @Override
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add(headline());
        Texts.add(lines, "  ", status.drifts().stream().map(StatusScreen::drift).toList());
        Texts.add(lines, "  ", status.unknown());
        Texts.add(lines, "  ", status.waiting().stream()
                .map("the section %s has no provider: scr:list tells which bundles are active"::formatted).toList());
        todo(lines);
        status.tried().ifPresent(tried -> {
            lines.add("      tried: " + Printable.of(TryText.of(tried)));
            Texts.add(lines, "             ", TryText.left(tried));
        });
        status.confirmed().ifPresent(generation -> lines.add("  confirmed: " + Printable.of(confirmed(generation))));
        return String.join("\n", lines);
    }

    private String headline() {
        return switch (status.state()) {
            case UNDECLARED -> "undeclared: nothing was ever confirmed for this host";
            case CONVERGED -> "converged: the host is as confirmed";
            case WAITING -> "waiting: the host is as confirmed, as far as there are providers";
            case PENDING -> "pending: changes of ours are under way";
            case DRIFTED -> "drifted: %s not as confirmed"
                    .formatted(status.drifts().size() == 1 ? "1 thing is" : status.drifts().size() + " things are");
            case STUCK -> "stuck: it does not come about, or cannot be told";
        };
    }

    private static String drift(Drift drift) {
        return "%s: %s, since %s%s%s".formatted(drift.resource(), drift.what(), Texts.time(drift.since()),
                drift.who().map(", by %s"::formatted).orElse(""),
                drift.attempts() == 0
                        ? ""
                        : ", brought back in vain %s".formatted(Texts.count(drift.attempts(), "time")));
    }

    private void todo(List<String> lines) {
        if (status.state() == State.UNDECLARED) {
            lines.add(
                    "      to do: host:import writes down how the host is; change that as it shall be, then host:plan and host:apply");
        } else if (!status.drifts().isEmpty()) {
            status.confirmed().ifPresent(generation -> lines.add(
                    "      to do: host:rollback %d brings back what was confirmed; to keep what is there, declare it and host:apply"
                            .formatted(generation.number())));
        }
    }

    private static String confirmed(Generation generation) {
        return "generation %d, applied %s by %s%s".formatted(generation.number(), Texts.time(generation.applied()),
                generation.who(), generation.why().map(": %s"::formatted).orElse(""));
    }

    @Override
    public Object json() {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("state", Texts.word(status.state()));
        shape.put("drifts", status.drifts().stream().map(StatusScreen::driftShape).toList());
        shape.put("unknown", status.unknown());
        shape.put("waiting", status.waiting());
        shape.put("tried", status.tried().map(TryText::json).orElse(null));
        shape.put("confirmed", status.confirmed().map(TryText::json).orElse(null));
        return shape;
    }

    private static Map<String, Object> driftShape(Drift drift) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("resource", drift.resource());
        shape.put("what", drift.what());
        shape.put("since", Texts.time(drift.since()));
        shape.put("who", drift.who().orElse(null));
        shape.put("attempts", drift.attempts());
        return shape;
    }
}
