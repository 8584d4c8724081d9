package io.fairlead.shell.internal.host;

import io.fairlead.api.lifecycle.ApplyRequest;
import io.fairlead.api.lifecycle.Difference;
import io.fairlead.api.lifecycle.Document;
import io.fairlead.api.lifecycle.DocumentImport;
import io.fairlead.api.lifecycle.Generation;
import io.fairlead.api.lifecycle.HostStatus;
import io.fairlead.api.lifecycle.Lifecycle;
import io.fairlead.api.lifecycle.Outcome;
import io.fairlead.api.lifecycle.Plan;
import io.fairlead.api.lifecycle.Try;
import io.fairlead.api.resource.Effect;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.api.resource.ResourceId;
import io.fairlead.api.resource.ResourceKinds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A lifecycle manager that notes what it is asked, and answers what it was given; at first a host that is as declared. */
final class Answers implements Lifecycle, DocumentImport {

    static final Instant NOON = Instant.parse("2026-01-01T12:00:05.123456789Z");
    static final Generation CONFIRMED = generation(3, Generation.Result.CONFIRMED);
    static final Try TRIED = new Try(4, Try.Phase.TRIED, Optional.of(NOON.plusSeconds(120)), List.of());
    static final Try EXCEPT = new Try(4, Try.Phase.ROLLED_BACK_EXCEPT, Optional.empty(),
            List.of(new Try.Left("virtual-functions eno4", "guest t1\u001b[31m has VF 0")));

    /** What it was asked. */
    final List<Object> asked = new ArrayList<>();
    Plan plan = new Plan(List.of(), List.of(), List.of(), List.of());
    Outcome outcome = new Outcome(Optional.empty(), Optional.empty(), List.of(), List.of());
    HostStatus status = status(HostStatus.State.CONVERGED, Optional.of(CONFIRMED), Optional.empty());
    List<Generation> history = List.of(generation(1, Generation.Result.CONFIRMED),
            generation(2, Generation.Result.ROLLED_BACK), CONFIRMED, generation(4, Generation.Result.FAILED));
    List<Difference> differences = List.of();

    static Generation generation(int number, Generation.Result result) {
        return new Generation(number, new Document("/etc/fairlead/host.yaml", "# generation %d\n".formatted(number)),
                "root", number == 3 ? Optional.of("trunk") : Optional.empty(), NOON, result, Optional.of(NOON));
    }

    static HostStatus status(HostStatus.State state, Optional<Generation> confirmed, Optional<Try> tried) {
        return new HostStatus(state, confirmed, tried, List.of(), List.of(), List.of());
    }

    /** VFs that guest t1 would lose, after a rule, and arguments that need a reboot. */
    static List<ResourceChange> changes() {
        ResourceId rule = new ResourceId(ResourceKinds.NETWORK_MANAGER_RULE, "eno4");
        Map<String, Object> before = new LinkedHashMap<>();
        before.put("virtualFunctions", 7L);
        before.put("probeDrivers", true);
        before.put("functions", Map.of("0", Map.of("mac", "52:54:00:00:00:01")));
        Map<String, Object> after = new LinkedHashMap<>();
        after.put("virtualFunctions", 4L);
        after.put("probeDrivers", true);
        after.put("functions", Map.of("0", Map.of("mac", "52:54:00:11:22:33")));
        return List.of(
                new ResourceChange(rule, Map.of(), Map.of("unmanaged", true), List.of(), Set.of(), Set.of()),
                new ResourceChange(new ResourceId(ResourceKinds.VIRTUAL_FUNCTIONS, "eno4"), before, after,
                        List.of(new Effect(Effect.Kind.VFS_DESTROYED, List.of("guest t1")),
                                new Effect(Effect.Kind.LINK_FLAP, List.of(), List.of("eno4"))),
                        Set.of(rule), Set.of()),
                new ResourceChange(new ResourceId(ResourceKinds.KERNEL_ARGUMENTS, ""),
                        Map.of("arguments", List.of("quiet")),
                        Map.of("arguments", List.of("quiet", "iommu=pt\u001b[31m")),
                        List.of(new Effect(Effect.Kind.REBOOT_REQUIRED, List.of())), Set.of(), Set.of()));
    }

    @Override
    public String schema() {
        return "{\n  \"title\" : \"host\"\n}\n";
    }

    @Override
    public Plan plan(Document document, Optional<String> connection) {
        asked.add(List.of("plan", document, connection));
        return plan;
    }

    @Override
    public Outcome apply(ApplyRequest request, Consumer<Progress> progress) {
        asked.add(request);
        progress.accept(new Progress(0, 2, "write down the way back"));
        progress.accept(new Progress(1, 2, "networkmanager-rule eno4"));
        progress.accept(new Progress(2, 2, "virtual-functions eno4: set"));
        progress.accept(new Progress(2, 2, "virtual-functions eno4: read back"));
        return outcome;
    }

    @Override
    public Outcome confirm(Consumer<Progress> progress) {
        asked.add("confirm");
        return outcome;
    }

    @Override
    public Outcome rollback(Consumer<Progress> progress) {
        asked.add("rollback");
        return outcome;
    }

    @Override
    public List<Generation> history() {
        return history;
    }

    @Override
    public Generation generation(int number) {
        return generation(number, Generation.Result.CONFIRMED);
    }

    @Override
    public List<Difference> diff(Document before, Document after) {
        asked.add(List.of("diff", before, after));
        return differences;
    }

    @Override
    public HostStatus status() {
        return status;
    }

    @Override
    public Document describe() {
        return new Document("host", "physicalFunctions:\n  eno4: {virtualFunctions: 7}\n");
    }

    @Override
    public Outcome eject() {
        asked.add("eject");
        return outcome;
    }

    @Override
    public List<String> formats() {
        return List.of("netplan", "nmstate");
    }

    @Override
    public Imported read(Document foreign, Optional<String> format) {
        asked.add(List.of("import", foreign, format));
        return new Imported("netplan", new Document("host.yaml", "physicalFunctions: {}\n"),
                List.of("line 3: bridges are\u001b[31m none of ours"));
    }
}
