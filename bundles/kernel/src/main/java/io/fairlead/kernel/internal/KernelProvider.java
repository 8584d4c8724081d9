package io.fairlead.kernel.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Printable;
import io.fairlead.api.resource.Effect;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.Resource;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.api.resource.ResourceId;
import io.fairlead.api.resource.ResourceKinds;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.api.resource.UndoStep;
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
 * The kernel's arguments as a resource: one, whose value is the arguments that Fairlead keeps. Arguments that somebody
 * else configured satisfy a wish and are not kept twice.
 *
 * <p>They can only be on disk, and are in force only after a reboot: a try writes what keeping writes, and
 * {@link #nativeUndo} takes it back.
 */
@Component
public final class KernelProvider implements ResourceProvider {

    private static final String ARGUMENTS = "arguments";
    private static final ResourceId ID = new ResourceId(ResourceKinds.KERNEL_ARGUMENTS, "");

    private static final String SCHEMA = """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "arguments": {
                  "description": "Arguments that the kernel is given at boot, each NAME or NAME=VALUE.",
                  "type": "array",
                  "uniqueItems": true,
                  "items": {
                    "type": "string",
                    "maxLength": 256,
                    "pattern": "^[A-Za-z][A-Za-z0-9_.-]*(=[A-Za-z0-9_.,:+@%/=-]+)?$"
                  }
                }
              }
            }
            """;

    private final KernelService kernel;

    /** On this kernel's arguments. */
    @Activate
    public KernelProvider(@Reference KernelService kernel) {
        this.kernel = kernel;
    }

    @Override
    public String section() {
        return "kernel";
    }

    @Override
    public String schema() {
        return SCHEMA;
    }

    @Override
    public List<Resource> observe() {
        return List.of(new Resource(ID, value(kernel.kept())));
    }

    @Override
    public List<ResourceChange> plan(Optional<Map<String, Object>> desired) {
        List<String> wanted = desired.map(KernelProvider::arguments).orElse(List.of());
        List<String> kept = kernel.kept();
        List<String> missing = kernel.missing(wanted);
        List<String> after = new ArrayList<>(kept.stream().filter(wanted::contains).toList());
        missing.stream().filter(argument -> !after.contains(argument)).forEach(after::add);
        if (after.equals(kept) && missing.isEmpty()) {
            return List.of();
        }
        return List.of(new ResourceChange(ID, value(kept), value(after),
                List.of(new Effect(Effect.Kind.REBOOT_REQUIRED, List.of("the whole host"))), Set.of()));
    }

    @Override
    public void set(ResourceId id, Map<String, Object> expected, Map<String, Object> target, Persistence persistence,
            Consumer<String> progress) {
        List<String> kept = kernel.kept();
        List<String> wanted = arguments(target);
        List<String> gone = kept.stream().filter(argument -> !wanted.contains(argument)).toList();
        List<String> missing = kernel.missing(wanted);
        if (gone.isEmpty() && missing.isEmpty()) {
            return;
        }
        if (!kept.equals(arguments(expected))) {
            throw new FairleadException(Kind.BUSY,
                    "the kernel arguments that Fairlead keeps are %s by now and not %s as planned, and nothing was changed: plan again"
                            .formatted(words(kept), words(arguments(expected))));
        }
        if (!missing.isEmpty()) {
            progress.accept("adding the kernel arguments " + words(missing));
            kernel.add(missing, false);
        }
        List<String> left = kernel.kept().stream().filter(gone::contains).toList();
        if (!left.isEmpty()) {
            progress.accept("removing the kernel arguments " + words(left));
            kernel.remove(left, false);
        }
    }

    @Override
    public List<UndoStep> nativeUndo(ResourceChange change) {
        return kernel.nativeUndo();
    }

    private static Map<String, Object> value(List<String> arguments) {
        return arguments.isEmpty() ? Map.of() : Map.of(ARGUMENTS, List.copyOf(arguments));
    }

    private static String words(List<String> arguments) {
        return arguments.isEmpty() ? "none" : String.join(" ", arguments);
    }

    /** The section's list, each argument checked. */
    private static List<String> arguments(Map<String, Object> section) {
        section.keySet().stream().filter(key -> !key.equals(ARGUMENTS)).findFirst().ifPresent(key -> {
            throw new FairleadException(Kind.USAGE, "the section kernel has a key %s that is not known: it takes %s"
                    .formatted(Printable.quoted(key), ARGUMENTS));
        });
        Object list = section.getOrDefault(ARGUMENTS, List.of());
        if (!(list instanceof List<?> texts) || !texts.stream().allMatch(String.class::isInstance)) {
            throw new FairleadException(Kind.USAGE,
                    "kernel.arguments is not a list of words: write [intel_iommu=on, iommu=pt]");
        }
        List<String> words = texts.stream().map(String.class::cast).toList();
        return words.isEmpty() ? words : Argument.texts(ArgumentText.parse(words));
    }
}
