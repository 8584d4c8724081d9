package io.fairlead.kernel.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.api.resource.Declaration;
import io.fairlead.api.resource.Effect;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.Problem;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.api.resource.ResourceId;
import io.fairlead.api.resource.ResourceKinds;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.api.resource.TrialState;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.host.HostEvents;
import io.fairlead.host.HostPath;
import io.fairlead.kernel.internal.DeclaredArguments.Wish;
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
 * <p>They are in force only after a boot. A try of what the running kernel has not is a boot entry that is booted once, and
 * nothing else is changed before it is kept. A change that needs no boot is kept at once. What is configured and not in
 * force yet is a change too, to the same value, which needs a boot and nothing else.
 */
@Component
public final class KernelProvider implements ResourceProvider {

    private static final String SECTION = "kernel";
    private static final String ARGUMENTS = "arguments";
    private static final ResourceId ID = new ResourceId(ResourceKinds.KERNEL_ARGUMENTS, "");

    /** Where the boot loaders' configuration lies, and what they are given. */
    private static final List<HostPath> WATCHED = List.of(HostPath.ETC.resolve("default"), GrubDefaults.DROP_INS,
            HostPath.ETC.resolve("kernel"), HostPath.BOOT.resolve("grub"), HostPath.BOOT.resolve("grub2"),
            HostPath.BOOT.resolve("loader"), GrubLoader.ENTRY_FILES, HostPath.BOOT.resolve("efi/loader"),
            HostPath.BOOT.resolve("efi/loader/entries"));

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
                    "description": "One argument, NAME or NAME=VALUE: no blanks, quotes or control characters.",
                    "examples": ["iommu=pt"],
                    "type": "string",
                    "maxLength": 256,
                    "pattern": "^[A-Za-z][A-Za-z0-9_.-]*(=[A-Za-z0-9_.,:+@%/=-]+)?$"
                  }
                }
              }
            }
            """;

    private final KernelService kernel;
    private final HostEvents events;

    /** On this kernel's arguments. */
    @Activate
    public KernelProvider(@Reference KernelService kernel, @Reference HostEvents events) {
        this.kernel = kernel;
        this.events = events;
    }

    @Override
    public String section() {
        return SECTION;
    }

    @Override
    public String schema() {
        return SCHEMA;
    }

    @Override
    public Optional<Map<String, Object>> describe() {
        return Optional.of(value(kernel.declared(DeclaredArguments::described))).filter(found -> !found.isEmpty());
    }

    @Override
    public List<Problem> check(Declaration declaration, Inventory host) {
        return declaration.section(SECTION).map(section -> {
            List<Problem> problems = ofTexts(section);
            return problems.isEmpty() ? ofHost(section) : problems;
        }).orElse(List.of());
    }

    /** What cannot be an argument, or not beside another. */
    private static List<Problem> ofTexts(Map<String, Object> section) {
        List<Problem> problems = new ArrayList<>();
        List<Argument> earlier = new ArrayList<>();
        List<String> texts = texts(section);
        for (int i = 0; i < texts.size(); i++) {
            String pointer = "/%s/%s/%d".formatted(SECTION, ARGUMENTS, i);
            try {
                Argument argument = ArgumentText.parse(List.of(texts.get(i))).getFirst();
                earlier.stream().filter(other -> ArgumentRules.contradict(other, argument)).findFirst()
                        .ifPresent(other -> problems.add(new Problem(pointer, false,
                                "%s and %s contradict each other: give one of them".formatted(other.text(),
                                        argument.text()))));
                earlier.add(argument);
            } catch (FairleadException e) {
                problems.add(new Problem(pointer, false, e.getMessage()));
            }
        }
        return problems;
    }

    /** What this host's boot loader cannot do. */
    private List<Problem> ofHost(Map<String, Object> section) {
        return kernel.declared(declared -> declared.obstacle(declared.wish(arguments(section))))
                .map(why -> List.of(new Problem("/%s/%s".formatted(SECTION, ARGUMENTS), true, why))).orElse(List.of());
    }

    @Override
    public List<ResourceChange> plan(Declaration declaration, Persistence persistence, Inventory host) {
        List<Argument> wanted = arguments(declaration.section(SECTION).orElse(Map.of()));
        return kernel.declared(declared -> {
            Wish wish = declared.wish(wanted);
            if (declared.isGranted(wish)) {
                return List.of();
            }
            List<Effect> effects = wish.needsBoot()
                    ? List.of(new Effect(Effect.Kind.REBOOT_REQUIRED, List.of("the whole host")))
                    : List.of();
            return List.of(new ResourceChange(ID, value(wish.kept()), value(declared.after(wish, wanted)), effects,
                    Set.of(), Set.of()));
        });
    }

    @Override
    public void set(ResourceId id, Map<String, Object> expected, Map<String, Object> target, Persistence persistence,
            Consumer<String> progress) {
        List<Argument> before = arguments(expected);
        List<Argument> wanted = arguments(target);
        kernel.declared(declared -> {
            Wish wish = declared.wish(wanted);
            if (!wish.isConfigured() && !declared.isNow(before)) {
                throw new FairleadException(Kind.BUSY,
                        "the kernel arguments that Fairlead keeps are %s by now and not %s as planned, and nothing was changed: plan again"
                                .formatted(DeclaredArguments.words(declared.kept()), DeclaredArguments.words(before)));
            }
            switch (persistence) {
                case TRY -> declared.tryFor(wish, wanted, progress);
                case KEEP -> declared.keep(wish, progress);
            }
            return null;
        });
    }

    @Override
    public void undo(ResourceChange change, Consumer<String> progress) {
        kernel.declared(declared -> {
            declared.undo(arguments(change.before()), progress);
            return null;
        });
    }

    @Override
    public List<UndoStep> nativeUndo(ResourceChange change) {
        return kernel.declared(DeclaredArguments::nativeUndo);
    }

    @Override
    public TrialState trial(ResourceChange change) {
        return kernel.declared(declared -> declared.trial(arguments(change.before()), arguments(change.after())));
    }

    @Override
    public Optional<String> trialWord(ResourceChange change) {
        return kernel.declared(declared -> declared.trialWord(arguments(change.after())));
    }

    @Override
    public Watch watch(Runnable changed) {
        return events.watchDirectories(WATCHED, changed)::close;
    }

    private static Map<String, Object> value(List<Argument> arguments) {
        return arguments.isEmpty() ? Map.of() : Map.of(ARGUMENTS, Argument.texts(arguments));
    }

    private static List<Argument> arguments(Map<String, Object> section) {
        List<String> texts = texts(section);
        return texts.isEmpty() ? List.of() : ArgumentText.parse(texts);
    }

    /** The section's list, by its schema a list of strings. */
    private static List<String> texts(Map<String, Object> section) {
        return ((List<?>) section.getOrDefault(ARGUMENTS, List.of())).stream().map(String.class::cast).toList();
    }
}
