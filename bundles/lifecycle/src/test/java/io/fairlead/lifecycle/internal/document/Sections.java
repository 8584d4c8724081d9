package io.fairlead.lifecycle.internal.document;

import io.fairlead.api.Inventory;
import io.fairlead.api.resource.Declaration;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.Problem;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.api.resource.ResourceId;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.api.resource.UndoStep;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Providers that only have a section: of the same form as the real ones', which are siblings of this bundle and cannot be
 * used here. Their host has the PFs eno4 and eno5.
 */
public final class Sections {

    private static final Map<String, String> PFS = Map.of("eno4", "eno4", "0000:01:00.0", "eno4", "driver:igb#0",
            "eno4",
            "mac:0c:c4:7a:00:00:04", "eno4", "eno5", "eno5", "0000:02:00.0", "eno5", "driver:igb#1", "eno5");

    private Sections() {
    }

    /** All five. */
    public static List<ResourceProvider> all() {
        return List.of(section("kernel", _ -> List.of()), physicalFunctions(),
                section("networkManager", declaration -> pfs(declaration, "networkManager", "unmanaged")),
                section("systemd", declaration -> pfs(declaration, "systemd", "virtualFunctionsAtBoot")),
                section("libvirt", Sections::libvirt));
    }

    static ResourceProvider physicalFunctions() {
        return section("physicalFunctions", Sections::physicalFunctions);
    }

    /** PFs on a host that has every PF. */
    public static ResourceProvider anyPhysicalFunctions() {
        return section("physicalFunctions", _ -> List.of());
    }

    static ResourceProvider section(String name, Function<Declaration, List<Problem>> check) {
        return new Section(name, resource("sections/" + name + ".json"), check);
    }

    static String resource(String name) {
        try (InputStream stream = Sections.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Problem> physicalFunctions(Declaration declaration) {
        List<Problem> problems = new ArrayList<>();
        Map<String, String> seen = new LinkedHashMap<>();
        declaration.section("physicalFunctions").orElse(Map.of()).forEach((selector, pf) -> {
            String place = Pointer.child("/physicalFunctions", selector);
            String name = PFS.get(selector);
            if (name == null) {
                problems.add(new Problem(place, true,
                        "this host has no PF %s: there are eno4 and eno5".formatted(selector)));
            } else if (seen.putIfAbsent(name, selector) != null) {
                problems.add(new Problem(place, true,
                        "%s is the PF that %s is too: declare it once".formatted(selector, seen.get(name))));
            }
            indexes(place, (Map<?, ?>) pf, problems);
        });
        return problems;
    }

    private static void indexes(String place, Map<?, ?> pf, List<Problem> problems) {
        long count = pf.get("virtualFunctions") instanceof Long number ? number : 0;
        if (pf.get("functions") instanceof Map<?, ?> functions) {
            functions.keySet().stream().filter(index -> Long.parseLong((String) index) >= count)
                    .forEach(index -> problems.add(new Problem(place + "/functions/" + index, true,
                            "there is no VF %s: with virtualFunctions %d there are 0 to %d".formatted(index, count,
                                    count - 1))));
        }
    }

    private static List<Problem> pfs(Declaration declaration, String section, String key) {
        List<Problem> problems = new ArrayList<>();
        if (declaration.section(section).orElse(Map.of()).get(key) instanceof List<?> pfs) {
            for (int i = 0; i < pfs.size(); i++) {
                declared(declaration, "/%s/%s/%d".formatted(section, key, i), (String) pfs.get(i), problems);
            }
        }
        return problems;
    }

    private static List<Problem> libvirt(Declaration declaration) {
        List<Problem> problems = new ArrayList<>(pfs(declaration, "libvirt", "startAfter"));
        if (declaration.section("libvirt").orElse(Map.of()).get("pools") instanceof Map<?, ?> pools) {
            pools.forEach((name, pf) -> declared(declaration, "/libvirt/pools/" + name, (String) pf, problems));
        }
        return problems;
    }

    private static void declared(Declaration declaration, String place, String pf, List<Problem> problems) {
        if (!declaration.section("physicalFunctions").orElse(Map.of()).containsKey(pf)) {
            problems.add(new Problem(place, false, "%s is not declared in physicalFunctions".formatted(pf)));
        }
    }

    private record Section(String section, String schema, Function<Declaration, List<Problem>> checker)
            implements
                ResourceProvider {

        @Override
        public Optional<Map<String, Object>> describe() {
            return Optional.empty();
        }

        @Override
        public List<Problem> check(Declaration declaration, Inventory host) {
            return checker.apply(declaration);
        }

        @Override
        public List<ResourceChange> plan(Declaration declaration, Persistence persistence, Inventory host) {
            return List.of();
        }

        @Override
        public void set(ResourceId id, Map<String, Object> expected, Map<String, Object> target,
                Persistence persistence,
                Consumer<String> progress) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void undo(ResourceChange change, Consumer<String> progress) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<UndoStep> nativeUndo(ResourceChange change) {
            return List.of();
        }

        @Override
        public Watch watch(Runnable changed) {
            return () -> {
            };
        }
    }
}
