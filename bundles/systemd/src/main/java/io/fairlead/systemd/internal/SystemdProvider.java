package io.fairlead.systemd.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Printable;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.Resource;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.api.resource.ResourceId;
import io.fairlead.api.resource.ResourceKinds;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.api.systemd.Units;
import io.fairlead.api.systemd.VfUnit;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * VF units as resources, one for each PF. The value says that there is one; what the VFs are to be is the value of the
 * PF's own resource, and is taken from the PF as it is when the unit is installed.
 */
@Component
public final class SystemdProvider implements ResourceProvider {

    private static final String PFS = "virtualFunctionsAtBoot";
    private static final String DESCRIPTION = "description";

    private static final String SCHEMA = """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "virtualFunctionsAtBoot": {
                  "description": "PFs whose VFs systemd makes at boot, before libvirt starts, as they are now.",
                  "type": "array",
                  "uniqueItems": true,
                  "items": {"type": "string", "minLength": 1, "maxLength": 64}
                }
              }
            }
            """;

    private final Units units;
    private final HostFiles files;

    /** On these services. */
    @Activate
    public SystemdProvider(@Reference Units units, @Reference HostFiles files) {
        this.units = units;
        this.files = files;
    }

    @Override
    public String section() {
        return "systemd";
    }

    @Override
    public String schema() {
        return SCHEMA;
    }

    @Override
    public List<Resource> observe() {
        return units.report().units().stream().map(unit -> new Resource(id(unit.pf()), value(unit))).toList();
    }

    @Override
    public List<ResourceChange> plan(Optional<Map<String, Object>> desired) {
        List<String> wanted = desired.map(SystemdProvider::pfs).orElse(List.of());
        List<Resource> now = observe();
        List<ResourceChange> changes = new ArrayList<>();
        for (String pf : wanted) {
            if (now.stream().noneMatch(resource -> resource.id().equals(id(pf)))) {
                changes.add(new ResourceChange(id(pf), Map.of(), Map.of(DESCRIPTION, List.of()), List.of(),
                        Set.of(new ResourceId(ResourceKinds.VIRTUAL_FUNCTIONS, pf))));
            }
        }
        now.stream().filter(resource -> !wanted.contains(resource.id().name())).forEach(resource -> changes
                .add(new ResourceChange(resource.id(), resource.value(), Map.of(), List.of(), Set.of())));
        return changes;
    }

    @Override
    public void set(ResourceId id, Map<String, Object> expected, Map<String, Object> target, Persistence persistence,
            Consumer<String> progress) {
        Map<String, Object> now = value(units.unit(id.name()));
        if (now.isEmpty() == target.isEmpty()) {
            return;
        }
        if (!now.equals(expected)) {
            throw new FairleadException(Kind.BUSY,
                    "the unit for %s is not as it was planned from, and nothing was changed: plan again"
                            .formatted(Printable.of(id.name())));
        }
        if (target.isEmpty()) {
            progress.accept("removing the unit that makes the VFs of %s at boot".formatted(id.name()));
            units.remove(id.name(), false);
        } else {
            progress.accept("installing the unit that makes the VFs of %s at boot".formatted(id.name()));
            units.install(id.name(), new Units.Request(Optional.empty(), Optional.empty(), persistence, false));
        }
    }

    /** All files as they are now, those that a change may write and those that it may take away. */
    @Override
    public List<UndoStep> nativeUndo(ResourceChange change) {
        List<UndoStep> steps = new ArrayList<>();
        for (Persistence persistence : Persistence.values()) {
            UnitFiles place = UnitFiles.of(persistence);
            List<HostPath> all = new ArrayList<>(
                    List.of(place.helper(), place.description(change.id().name()), place.template()));
            UnitFiles.SERVICES.forEach(service -> all.add(place.ordering(service, change.id().name())));
            all.forEach(file -> steps.add(new UndoStep.RestoreFile(file.toString(), files.content(file),
                    files.info(file).map(HostFiles.FileInfo::mode).orElse(0))));
        }
        steps.add(new UndoStep.Reload(UndoStep.Daemon.SYSTEMD));
        return steps;
    }

    private static ResourceId id(String pf) {
        return new ResourceId(ResourceKinds.VF_UNIT, pf);
    }

    private static Map<String, Object> value(VfUnit unit) {
        List<String> description = unit.tried().isEmpty() ? unit.kept() : unit.tried();
        return description.isEmpty() ? Map.of() : Map.of(DESCRIPTION, description);
    }

    private static List<String> pfs(Map<String, Object> section) {
        section.keySet().stream().filter(key -> !key.equals(PFS)).findFirst().ifPresent(key -> {
            throw new FairleadException(Kind.USAGE, "the section systemd has a key %s that is not known: it takes %s"
                    .formatted(Printable.quoted(key), PFS));
        });
        if (!(section.getOrDefault(PFS, List.of()) instanceof List<?> names)
                || !names.stream().allMatch(String.class::isInstance)) {
            throw new FairleadException(Kind.USAGE, "systemd.%s is not a list of PFs: write [eno4]".formatted(PFS));
        }
        return names.stream().map(String.class::cast).toList();
    }
}
