package io.fairlead.lifecycle.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.api.resource.Declaration;
import io.fairlead.api.resource.Effect;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.Problem;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.api.resource.ResourceId;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.api.resource.TrialState;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.OwnFiles;
import io.fairlead.host.OwnFiles.Foreign;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A small provider with all that a provider can have: files, {@code /run/NAME} for a try and {@code /etc/NAME} for what is
 * kept, where the one in {@code /run} wins. Files may be held, fail, need a reboot, and follow each other.
 */
final class FileProvider implements ResourceProvider {

    private volatile Runnable look = () -> {
    };
    private final String section;
    private final HostFiles files;
    private final OwnFiles own;
    private final Set<String> held = new HashSet<>();
    private final Set<String> failing = new HashSet<>();
    private final Set<String> needReboot = new HashSet<>();
    private final Map<String, Set<String>> follows = new HashMap<>();
    private boolean doubts;
    private TrialState trial = TrialState.AT_NEXT_BOOT;
    private Runnable changed = () -> {
    };

    FileProvider(String section, HostFiles files, OwnFiles own) {
        this.section = section;
        this.files = files;
        this.own = own;
    }

    FileProvider hold(String name) {
        held.add(name);
        return this;
    }

    void letGo(String name) {
        held.remove(name);
    }

    FileProvider failOn(String name) {
        failing.add(name);
        return this;
    }

    FileProvider needReboot(String name) {
        needReboot.add(name);
        return this;
    }

    FileProvider follow(String later, String earlier) {
        follows.computeIfAbsent(later, _ -> new HashSet<>()).add(earlier);
        return this;
    }

    /** No document can be brought about any more. */
    void doubt() {
        doubts = true;
    }

    void booted(TrialState state) {
        trial = state;
    }

    void touch() {
        changed.run();
    }

    @Override
    public String section() {
        return section;
    }

    @Override
    public String schema() {
        return """
                {"type": "object", "additionalProperties": {"type": "string", "description": "what the file holds"}}
                """;
    }

    @Override
    public Optional<Map<String, Object>> describe() {
        Map<String, Object> all = new LinkedHashMap<>();
        names().forEach(name -> all.put(name, content(name).orElseThrow()));
        return Optional.of(all);
    }

    @Override
    public List<Problem> check(Declaration declaration, Inventory host) {
        return doubts ? List.of(new Problem("/" + section, true, "this host cannot be so")) : List.of();
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        names.addAll(files.list(place(Persistence.TRY, "").parent()));
        names.addAll(files.list(place(Persistence.KEEP, "").parent()));
        return names;
    }

    private HostPath place(Persistence persistence, String name) {
        HostPath root = persistence == Persistence.TRY ? HostPath.RUN : HostPath.ETC;
        return root.resolve(section + "/" + name);
    }

    private Optional<String> content(String name) {
        return files.read(place(Persistence.TRY, name)).or(() -> files.read(place(Persistence.KEEP, name)));
    }

    private Map<String, Object> value(String name) {
        Map<String, Object> value = new LinkedHashMap<>();
        content(name).ifPresent(text -> value.put("text", text));
        files.read(place(Persistence.KEEP, name)).ifPresent(text -> value.put("kept", text));
        return value;
    }

    /** Has something done at each look at the host. */
    void atEachLook(Runnable what) {
        look = what;
    }

    @Override
    public List<ResourceChange> plan(Declaration declaration, Persistence persistence, Inventory host) {
        look.run();
        Map<String, Object> wanted = declaration.section(section).orElse(Map.of());
        List<ResourceChange> changes = new ArrayList<>();
        Set<String> all = new LinkedHashSet<>(wanted.keySet());
        all.addAll(names());
        for (String name : all) {
            Map<String, Object> before = value(name);
            boolean tried = persistence == Persistence.KEEP && files.exists(place(Persistence.TRY, name));
            if (tried || !content(name).equals(Optional.ofNullable((String) wanted.get(name)))) {
                changes.add(change(name, before,
                        wanted.containsKey(name) ? Map.of("text", wanted.get(name)) : Map.of()));
            }
        }
        return changes;
    }

    private ResourceChange change(String name, Map<String, Object> before, Map<String, Object> after) {
        List<Effect> effects = new ArrayList<>();
        if (held.contains(name)) {
            effects.add(new Effect(Effect.Kind.VFS_DESTROYED, List.of("guest t1")));
        }
        if (needReboot.contains(name)) {
            effects.add(new Effect(Effect.Kind.REBOOT_REQUIRED, List.of()));
        }
        Set<ResourceId> earlier = new HashSet<>();
        follows.getOrDefault(name, Set.of()).forEach(each -> earlier.add(new ResourceId(section, each)));
        return new ResourceChange(new ResourceId(section, name), before, after, effects, earlier, Set.of());
    }

    @Override
    public void set(ResourceId id, Map<String, Object> expected, Map<String, Object> target, Persistence persistence,
            Consumer<String> progress) {
        String name = id.name();
        refuse(name);
        Object now = content(name).orElse(null);
        if (!Objects.equals(now, expected.get("text"))
                && !Objects.equals(now, target.get("text"))) {
            throw new FairleadException(Kind.BUSY, "%s is no longer as it was: plan again".formatted(id));
        }
        progress.accept("writing " + name);
        if (failing.contains(name)) {
            throw new FairleadException(Kind.HOST_FAILED, "%s cannot be written: the disk says no".formatted(id));
        }
        if (target.isEmpty()) {
            own.remove(place(Persistence.TRY, name), Foreign.REFUSE);
            own.remove(place(Persistence.KEEP, name), Foreign.REFUSE);
        } else {
            own.put(place(persistence, name), bytes(target.get("text")), 0644, Foreign.REFUSE);
            if (persistence == Persistence.KEEP) {
                own.remove(place(Persistence.TRY, name), Foreign.REFUSE);
            }
        }
    }

    @Override
    public void undo(ResourceChange change, Consumer<String> progress) {
        String name = change.id().name();
        refuse(name);
        Optional<Object> kept = Optional.ofNullable(change.before().get("kept"));
        Optional<Object> tried = Optional.ofNullable(change.before().get("text"))
                .filter(text -> !kept.equals(Optional.of(text)));
        restore(place(Persistence.KEEP, name), kept);
        restore(place(Persistence.TRY, name), tried);
    }

    private void restore(HostPath file, Optional<Object> text) {
        if (text.isPresent()) {
            own.put(file, bytes(text.get()), 0644, Foreign.REFUSE);
        } else {
            own.remove(file, Foreign.REFUSE);
        }
    }

    private void refuse(String name) {
        if (held.contains(name)) {
            throw new FairleadException(Kind.IN_USE, "%s is in use by guest t1".formatted(name));
        }
    }

    private static byte[] bytes(Object text) {
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public List<UndoStep> nativeUndo(ResourceChange change) {
        List<UndoStep> steps = new ArrayList<>(own.wayBack(place(Persistence.TRY, change.id().name())));
        steps.addAll(own.wayBack(place(Persistence.KEEP, change.id().name())));
        return steps;
    }

    @Override
    public TrialState trial(ResourceChange change) {
        return needReboot.contains(change.id().name()) ? trial : TrialState.IN_FORCE;
    }

    @Override
    public Watch watch(Runnable listener) {
        changed = listener;
        return () -> changed = () -> {
        };
    }
}
