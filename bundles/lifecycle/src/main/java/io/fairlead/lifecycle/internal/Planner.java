package io.fairlead.lifecycle.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.Inventory;
import io.fairlead.api.lifecycle.Document;
import io.fairlead.api.lifecycle.Plan;
import io.fairlead.api.resource.Declaration;
import io.fairlead.api.resource.Effect;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.host.Links;
import io.fairlead.lifecycle.internal.document.Declared;
import io.fairlead.lifecycle.internal.document.DocumentReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Asks the providers what would have to change, and says it in order. Nothing is written. */
final class Planner {

    private final DocumentReader reader;
    private final Providers providers;
    private final Links links;
    private final Supplier<Inventory> inventory;

    Planner(DocumentReader reader, Providers providers, Links links, Supplier<Inventory> inventory) {
        this.reader = reader;
        this.providers = providers;
        this.links = links;
        this.inventory = inventory;
    }

    /** The host as it is now, for one plan: to look at thousands of VFs takes longer than all else. */
    Inventory look() {
        return inventory.get().snapshot();
    }

    /** One that was read before: whether the host as it is now can be brought to it is not asked. */
    Declared known(Document document) {
        return reader.known(document, providers.all());
    }

    Declared read(Document document, Inventory host) {
        return reader.read(document, providers.all(), host);
    }

    Plan plan(Document document, Optional<String> connection) {
        Inventory host = look();
        Declared declared = read(document, host);
        List<PlannedChange> changes = changes(declared.declaration(), Persistence.KEEP, host);
        return new Plan(changes.stream().map(PlannedChange::change).toList(), refusals(changes),
                hit(changes, connection), declared.waiting());
    }

    /** What would have to change, in order: first what needs a reboot, since a try of the rest would not outlast it. */
    List<PlannedChange> changes(Declaration declaration, Persistence persistence, Inventory host) {
        List<PlannedChange> changes = new ArrayList<>();
        providers.all().forEach(provider -> changes.addAll(changes(provider, declaration, persistence, host)));
        changes.sort(Comparator.comparing(planned -> !planned.needsReboot()));
        return ChangeOrder.of(changes);
    }

    /** What is not kept as declared, where some of it may not be known: why is added to a list. */
    List<PlannedChange> changes(Declaration declaration, Inventory host, List<String> unknown) {
        List<PlannedChange> changes = new ArrayList<>();
        for (ResourceProvider provider : providers.all()) {
            try {
                changes.addAll(changes(provider, declaration, Persistence.KEEP, host));
            } catch (FairleadException e) {
                unknown.add(e.getMessage());
            }
        }
        return changes;
    }

    private static List<PlannedChange> changes(ResourceProvider provider, Declaration declaration,
            Persistence persistence, Inventory host) {
        return provider.plan(declaration, persistence, host).stream()
                .map(change -> new PlannedChange(provider.section(), change))
                .toList();
    }

    /** Why the changes may not be made as the host is now: somebody holds what would be taken away. */
    static List<String> refusals(List<PlannedChange> changes) {
        List<String> refusals = new ArrayList<>();
        for (PlannedChange planned : changes) {
            planned.change().effects().stream()
                    .filter(effect -> effect.takesAway() && !effect.touches().isEmpty())
                    .map(effect -> "%s would take what is in use: %s; end that use first".formatted(planned.id(),
                            String.join(", ", effect.touches())))
                    .forEach(refusals::add);
        }
        return refusals;
    }

    private List<String> hit(List<PlannedChange> changes, Optional<String> connection) {
        Set<String> hit = new LinkedHashSet<>();
        Set<String> interfaces = new LinkedHashSet<>();
        changes.stream().flatMap(planned -> planned.change().effects().stream()).forEach(effect -> {
            hit.addAll(effect.touches());
            interfaces.addAll(effect.interfaces());
        });
        if (!interfaces.isEmpty()) {
            connection.flatMap(address -> OwnConnection.over(links.links(), address).stream()
                    .filter(interfaces::contains).findFirst()).ifPresent(
                            name -> hit.add("your own connection, to %s, runs over %s".formatted(connection.get(),
                                    name)));
        }
        return List.copyOf(hit);
    }
}
