package io.fairlead.lifecycle.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.api.lifecycle.ApplyRequest;
import io.fairlead.api.lifecycle.Difference;
import io.fairlead.api.lifecycle.Document;
import io.fairlead.api.lifecycle.Generation;
import io.fairlead.api.lifecycle.HostStatus;
import io.fairlead.api.lifecycle.Lifecycle;
import io.fairlead.api.lifecycle.Outcome;
import io.fairlead.api.lifecycle.Plan;
import io.fairlead.api.lifecycle.Try.Phase;
import io.fairlead.api.resource.NativeProgram;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.host.Commands;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.Links;
import io.fairlead.host.OwnFiles;
import io.fairlead.host.WriterLock;
import io.fairlead.lifecycle.internal.document.Differences;
import io.fairlead.lifecycle.internal.document.DocumentReader;
import io.fairlead.lifecycle.internal.document.DocumentWriter;
import io.fairlead.lifecycle.internal.wayback.NativeUndo;
import io.fairlead.lifecycle.internal.wayback.WayBack;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The verbs, one at a time, each beginning where an earlier process ended. */
@Component(service = {Lifecycle.class, LifecycleService.class}, configurationPid = "io.fairlead.lifecycle")
@Designate(ocd = LifecycleService.Config.class)
public final class LifecycleService implements Lifecycle {

    /** The configuration of {@code io.fairlead.lifecycle}. */
    @ObjectClassDefinition(name = "Fairlead: the declared host")
    public @interface Config {
        /** A text, so that it is this bundle that says what is wrong with one that is no number. */
        @AttributeDefinition(name = "Generations", description = "How many generations of the declared host are kept, the confirmed one always among them", type = AttributeType.INTEGER, min = "1", max = "1000")
        String generations() default "20";
    }

    private static final Duration SHORTEST = Duration.ofSeconds(5);
    /** That a guest has let go of a VF is told by no event of its own. */
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofDays(1);
    /** What is done though nobody asks is no reason to refuse a user at once. */
    private static final Duration WHILE_TENDING = Duration.ofSeconds(30);

    @Reference(policy = ReferencePolicy.DYNAMIC)
    volatile List<ResourceProvider> providers = List.of();

    @Reference(policy = ReferencePolicy.DYNAMIC)
    volatile List<NativeProgram> programs = List.of();

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile EventAdmin eventAdmin;

    /** Without it there are no PFs, and none of the providers that look at them. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile Inventory inventory;

    private volatile Runnable afterwards = () -> {
    };

    private final ReentrantLock one = new ReentrantLock();
    private volatile boolean tending;
    private final DocumentReader reader;
    private final DriftBook drifts = new DriftBook();
    private final OwnFiles own;
    private final WriterLock writer;
    private final Generations generations;
    private final Journal journal;
    private final Planner planner;
    private final Application application;
    private final Confirmation confirmation;
    private final Rollback rollback;
    private final Recovery recovery;
    private final Enforcement enforcement;
    private final Comparison comparison;

    /** On these services. */
    @Activate
    public LifecycleService(@Reference HostFiles files, @Reference DurableFiles durable, @Reference OwnFiles own,
            @Reference Links links, @Reference Commands commands, @Reference WriterLock writer) {
        this(new DocumentReader(), files, durable, own, links, commands, writer);
    }

    /** With a reader that may have been used, so that a test of very many processes need not compile one schema in each. */
    LifecycleService(DocumentReader reader, HostFiles files, DurableFiles durable, OwnFiles own, Links links,
            Commands commands, WriterLock writer) {
        this.reader = reader;
        this.own = own;
        this.writer = writer;
        Events events = new AdminEvents(() -> Optional.ofNullable(eventAdmin));
        this.generations = new Generations(files, durable);
        this.journal = new Journal(files, durable);
        Providers there = new Providers(() -> providers);
        this.planner = new Planner(reader, there, links,
                () -> Optional.ofNullable(inventory).orElseGet(NoInventory::new));
        NativeWayBack wayBack = new NativeWayBack(new WayBack(files, durable, own, commands, Clock.systemUTC()),
                new NativeUndo(files), there, () -> programs);
        CurrentTry current = new CurrentTry(journal, wayBack, generations, writer, events);
        Boot boot = new Boot(files);
        this.rollback = new Rollback(current, there);
        this.confirmation = new Confirmation(current, there);
        this.application = new Application(current, planner, there, generations, new Probes(links, commands), boot,
                rollback, confirmation);
        this.recovery = new Recovery(current, there, application, rollback, boot);
        this.enforcement = new Enforcement(there, drifts);
        this.comparison = new Comparison(planner, journal, generations, drifts, events);
    }

    /** To be called again when the configuration changes. */
    @Activate
    @Modified
    void configure(Config config) {
        keepGenerations(config.generations());
    }

    void keepGenerations(String configured) {
        generations.keep(configured);
    }

    @Override
    public String schema() {
        return reader.schema(providers);
    }

    @Override
    public Plan plan(Document document, Optional<String> connection) {
        return planner.plan(document, connection);
    }

    @Override
    public Outcome apply(ApplyRequest request, Consumer<Progress> progress) {
        Duration within = request.confirmWithin();
        if (within.compareTo(SHORTEST) < 0 || within.compareTo(LONGEST) > 0) {
            throw new FairleadException(Kind.USAGE,
                    "%d s to confirm are out of range: give %d to %d".formatted(within.toSeconds(),
                            SHORTEST.toSeconds(), LONGEST.toSeconds()));
        }
        return alone(() -> {
            recovery.recover(progress);
            return application.apply(request, progress);
        });
    }

    @Override
    public Outcome confirm(Consumer<Progress> progress) {
        return alone(() -> {
            Optional<Phase> found = phase();
            recovery.recover(progress);
            if (found.equals(Optional.of(Phase.AWAITING_REBOOT)) && phase().equals(Optional.of(Phase.TRIED))) {
                throw new FairleadException(Kind.BUSY,
                        "the changes that had to wait for the reboot were made just now: look how the host is, and confirm again");
            }
            drifts.clear();
            return confirmation.confirm(progress);
        });
    }

    @Override
    public Outcome rollback(Consumer<Progress> progress) {
        return alone(() -> rollback.rollback(progress));
    }

    @Override
    public List<Generation> history() {
        return generations.all();
    }

    @Override
    public Generation generation(int number) {
        return generations.get(number);
    }

    @Override
    public List<Difference> diff(Document before, Document after) {
        return Differences.between(reader.plain(before), reader.plain(after));
    }

    @Override
    public HostStatus status() {
        return comparison.status(verbRuns());
    }

    @Override
    public Document describe() {
        Map<String, Object> sections = new LinkedHashMap<>();
        for (ResourceProvider provider : providers) {
            provider.describe().ifPresent(section -> sections.put(provider.section(), section));
        }
        return new Document("host.yaml", DocumentWriter.yaml(sections));
    }

    @Override
    public Outcome eject() {
        return alone(() -> {
            journal.read().ifPresent(record -> {
                throw new FairleadException(Kind.BUSY,
                        "generation %d is being tried: confirm it or roll it back first".formatted(
                                record.generation()));
            });
            writer.claim();
            List<HostPath> files = own.all();
            files.forEach(own::release);
            generations.forget();
            drifts.clear();
            return new Outcome(Optional.empty(), Optional.empty(), files.stream().map(HostPath::toString).sorted()
                    .toList(), List.of());
        });
    }

    /**
     * What has to be done though nobody asks: goes on where an earlier process ended, takes back what is over, and looks for
     * what has drifted. Does nothing while a verb runs.
     *
     * @return when it wants to be called next at the latest
     */
    Optional<Instant> tend() {
        if (!one.tryLock()) {
            return Optional.empty();
        }
        tending = true;
        try {
            recovery.recover(_ -> {
            });
            Optional<TryRecord> record = journal.read();
            if (record.isEmpty()) {
                generations.confirmed().ifPresent(this::bringBack);
            }
            return record.filter(now -> now.phase() == Phase.ROLLED_BACK_EXCEPT).isPresent()
                    ? Optional.of(Instant.now().plus(RETRY))
                    : record.flatMap(TryRecord::deadline);
        } finally {
            tending = false;
            one.unlock();
        }
    }

    private void bringBack(Generation confirmed) {
        Comparison.Look look = comparison.look(confirmed);
        if (look.enforce() && !look.changes().isEmpty()) {
            enforcement.bringBack(look.changes(), writer);
            comparison.look(confirmed);
        }
    }

    /** Has somebody called after each verb. */
    void whenDone(Runnable call) {
        afterwards = call;
    }

    private Optional<Phase> phase() {
        return journal.read().map(TryRecord::phase);
    }

    private <T> T alone(Supplier<T> verb) {
        if (!isMine()) {
            throw new FairleadException(Kind.BUSY,
                    "another change of the declared host is being made: host:status tells how far it is");
        }
        try {
            return verb.get();
        } finally {
            one.unlock();
            afterwards.run();
        }
    }

    private boolean isMine() {
        try {
            return one.tryLock() || (tending && one.tryLock(WHILE_TENDING.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean verbRuns() {
        return one.isLocked() && !tending;
    }
}
