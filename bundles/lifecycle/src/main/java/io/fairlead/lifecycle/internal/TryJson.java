package io.fairlead.lifecycle.internal;

import io.fairlead.api.lifecycle.Try.Left;
import io.fairlead.api.lifecycle.Try.Phase;
import io.fairlead.api.resource.Effect;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.api.resource.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A try's record as plain data. */
final class TryJson {

    private TryJson() {
    }

    static Map<String, Object> write(TryRecord record) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("generation", (long) record.generation());
        data.put("phase", record.phase().name());
        data.put("begun", (long) record.begun());
        data.put("confirmWithin", record.confirmWithin().toString());
        record.deadline().ifPresent(deadline -> data.put("deadline", deadline.toString()));
        data.put("boot", record.boot());
        data.put("changes", (long) record.changes().size());
        data.put("left", record.left().stream()
                .map(left -> Map.<String, Object>of("resource", left.resource(), "why", left.why())).toList());
        return data;
    }

    /** The changes of a try. */
    static Map<String, Object> plan(List<PlannedChange> changes) {
        return Map.of("changes", changes.stream().map(TryJson::write).toList());
    }

    static List<PlannedChange> plan(Map<String, Object> data) {
        return PlainData.objects(data.get("changes")).stream().map(TryJson::change).toList();
    }

    static TryRecord read(Map<String, Object> data, List<PlannedChange> plan) {
        return new TryRecord(((Long) data.get("generation")).intValue(), Phase.valueOf((String) data.get("phase")),
                plan.subList(0, ((Long) data.get("changes")).intValue()),
                ((Long) data.get("begun")).intValue(), Duration.parse((String) data.get("confirmWithin")),
                Optional.ofNullable((String) data.get("deadline")).map(Instant::parse), (String) data.get("boot"),
                PlainData.objects(data.get("left")).stream()
                        .map(left -> new Left((String) left.get("resource"), (String) left.get("why"))).toList());
    }

    private static Map<String, Object> write(PlannedChange planned) {
        ResourceChange change = planned.change();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("section", planned.section());
        data.put("id", write(change.id()));
        data.put("before", change.before());
        data.put("after", change.after());
        data.put("effects",
                change.effects().stream().map(effect -> Map.<String, Object>of("kind", effect.kind().name(), "touches",
                        effect.touches(), "interfaces", effect.interfaces())).toList());
        data.put("follows", change.follows().stream().map(TryJson::write).toList());
        data.put("precedes", change.precedes().stream().map(TryJson::write).toList());
        data.put("wayBack", planned.wayBack().stream().map(UndoJson::write).toList());
        return data;
    }

    private static PlannedChange change(Map<String, Object> data) {
        List<Effect> effects = PlainData.objects(data.get("effects")).stream()
                .map(effect -> new Effect(Effect.Kind.valueOf((String) effect.get("kind")),
                        PlainData.strings(effect.get("touches")), PlainData.strings(effect.get("interfaces"))))
                .toList();
        return new PlannedChange((String) data.get("section"),
                new ResourceChange(id(PlainData.object(data.get("id"))), PlainData.object(data.get("before")),
                        PlainData.object(data.get("after")), effects, ids(data.get("follows")),
                        ids(data.get("precedes"))),
                PlainData.objects(data.get("wayBack")).stream().map(UndoJson::read).toList());
    }

    private static Map<String, Object> write(ResourceId id) {
        return Map.of("kind", id.kind(), "name", id.name());
    }

    private static Set<ResourceId> ids(Object data) {
        return PlainData.objects(data).stream().map(TryJson::id).collect(Collectors.toSet());
    }

    private static ResourceId id(Map<String, Object> data) {
        return new ResourceId((String) data.get("kind"), (String) data.get("name"));
    }
}
