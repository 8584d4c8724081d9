package io.fairlead.shell.internal.host;

import io.fairlead.api.Printable;
import io.fairlead.api.lifecycle.Plan;
import io.fairlead.api.resource.Effect;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.api.resource.ResourceId;
import io.fairlead.shell.internal.view.Shown;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What would change.
 *
 * @param document what the document is called
 * @param plan as the service tells it
 */
record PlanScreen(String document, Plan plan) implements Shown {

    @Override
    public String text() {
        List<String> lines = new ArrayList<>();
        if (!plan.refusals().isEmpty()) {
            lines.add("Refused, nothing would be changed:");
            Texts.add(lines, "  ", plan.refusals());
            lines.add("");
        }
        lines.add(summary());
        for (int i = 0; i < plan.changes().size(); i++) {
            change(lines, i + 1, plan.changes().get(i));
        }
        section(lines, "Who would notice", plan.hit());
        section(lines, "Waiting for a provider (scr:list tells which bundles are active)", plan.waiting());
        if (!plan.isEmpty() && plan.refusals().isEmpty()) {
            lines.add("");
            lines.add("host:apply tries it, host:confirm keeps it.");
        }
        return String.join("\n", lines);
    }

    private String summary() {
        String name = Printable.of(document);
        return plan.isEmpty()
                ? "Nothing to do: the host is as %s declares it%s.".formatted(name,
                        plan.waiting().isEmpty() ? "" : ", as far as it can be told")
                : "%s to be as %s declares it, in this order:"
                        .formatted(Texts.count(plan.changes().size(), "change"), name);
    }

    private static void change(List<String> lines, int number, ResourceChange change) {
        lines.add("%2d. %s".formatted(number, Printable.of(change.id().toString())));
        ValueText.of(change).forEach(line -> lines.add("      " + line));
        change.effects().forEach(effect -> lines.add("      " + Printable.of(effect(effect))));
    }

    private static String effect(Effect effect) {
        String what = switch (effect.kind()) {
            case VFS_DESTROYED -> "takes VFs away";
            case POOL_STOPPED -> "stops a pool of VFs";
            case LINK_FLAP -> "sets the link down and up";
            case DAEMON_RESTART -> "restarts or reloads a daemon";
            case REBOOT_REQUIRED -> "needs a reboot";
        };
        String where = effect.interfaces().isEmpty() ? "" : " on " + String.join(", ", effect.interfaces());
        return what + where + (effect.touches().isEmpty() ? "" : ": " + String.join(", ", effect.touches()));
    }

    private static void section(List<String> lines, String title, List<String> content) {
        if (!content.isEmpty()) {
            lines.add("");
            lines.add(title + ":");
            Texts.add(lines, "  ", content);
        }
    }

    @Override
    public Object json() {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("document", document);
        shape.put("changes", plan.changes().stream().map(PlanScreen::changeShape).toList());
        shape.put("refusals", plan.refusals());
        shape.put("hit", plan.hit());
        shape.put("waiting", plan.waiting());
        return shape;
    }

    private static Map<String, Object> changeShape(ResourceChange change) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("kind", change.id().kind());
        shape.put("name", change.id().name().isEmpty() ? null : change.id().name());
        shape.put("before", change.before());
        shape.put("after", change.after());
        shape.put("effects", change.effects().stream().map(PlanScreen::effectShape).toList());
        shape.put("follows", sorted(change.follows()));
        shape.put("precedes", sorted(change.precedes()));
        return shape;
    }

    private static Map<String, Object> effectShape(Effect effect) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("kind", Texts.word(effect.kind()));
        shape.put("touches", effect.touches());
        shape.put("interfaces", effect.interfaces());
        return shape;
    }

    private static List<String> sorted(Collection<ResourceId> ids) {
        return ids.stream().map(ResourceId::toString).sorted().toList();
    }
}
