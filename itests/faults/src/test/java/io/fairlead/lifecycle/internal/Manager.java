package io.fairlead.lifecycle.internal;

import io.fairlead.api.Inventory;
import io.fairlead.api.lifecycle.ApplyRequest;
import io.fairlead.api.lifecycle.Document;
import io.fairlead.api.lifecycle.HostStatus;
import io.fairlead.api.lifecycle.Lifecycle.Progress;
import io.fairlead.api.lifecycle.Outcome;
import io.fairlead.api.resource.Declaration;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.host.HostPath;
import io.fairlead.itests.faults.Services;
import io.fairlead.kernel.internal.BootOnceProgram;
import io.fairlead.libvirt.internal.PoolProgram;
import io.fairlead.lifecycle.internal.document.DocumentReader;
import io.fairlead.systemd.internal.VfProgram;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;

/** A lifecycle manager in a process that has just begun. */
public final class Manager {

    /** Holds no state of a host: one for all processes saves compiling the schema in each. */
    private static final DocumentReader READER = new DocumentReader();

    private final Services host;
    private final LifecycleService service;

    private Manager(Services host, LifecycleService service) {
        this.host = host;
        this.service = service;
    }

    /** Begins one. */
    public static Manager begin(Services host, Inventory inventory, List<ResourceProvider> providers) {
        LifecycleService service = new LifecycleService(READER, host.files(), host.durable(), host.own(), host.links(),
                host.commands(), host.writer());
        service.providers = providers;
        service.inventory = inventory;
        service.programs = List.of(new VfProgram(), new PoolProgram(), new BootOnceProgram());
        return new Manager(host, service);
    }

    /** A provider of a section of files. */
    public static ResourceProvider files(String section, Services host) {
        return new FileProvider(section, host.files(), host.own());
    }

    /** Tries a document. */
    public Outcome apply(String text, Consumer<Progress> progress) {
        return service.apply(new ApplyRequest(new Document("host.yaml", text), ApplyRequest.DEFAULT, false, "root",
                Optional.empty(), Optional.empty()), progress);
    }

    /** Keeps what is tried. */
    public Outcome confirm() {
        return service.confirm(_ -> {
        });
    }

    /** Takes back what is tried. */
    public Outcome rollback() {
        return service.rollback(_ -> {
        });
    }

    /** How many changes a document would make; none for a document that is so. */
    public int changes(String text, Persistence persistence) {
        Inventory look = service.inventory.snapshot();
        Declaration declared = READER.read(new Document("host.yaml", text), service.providers, look).declaration();
        return service.providers.stream().mapToInt(provider -> provider.plan(declared, persistence, look).size()).sum();
    }

    /** Looks after the host, as the daemon does. */
    public void tend() {
        service.tend();
    }

    /** The host as it stands. */
    public HostStatus status() {
        return service.status();
    }

    /** Lets a try's time be over. */
    public void expire() {
        Journal journal = new Journal(host.files(), host.durable());
        journal.read().ifPresent(record -> journal.write(record.until(Instant.EPOCH)));
    }

    /** The confirmed generation, 0 for none. */
    public int confirmed() {
        return host.files().read(HostPath.OUR_STATE.resolve("confirmed")).map(Integer::valueOf).orElse(0);
    }

    /** What is left of a try on disk. */
    public List<String> remains() {
        return host.files().list(Journal.DIRECTORY);
    }

    /** Has the manager tell of what it notes: the topic of each event. */
    void tell(Consumer<String> topics) {
        service.eventAdmin = new EventAdmin() {
            @Override
            public void postEvent(Event event) {
                topics.accept(event.getTopic());
            }

            @Override
            public void sendEvent(Event event) {
                topics.accept(event.getTopic());
            }
        };
    }

    LifecycleService service() {
        return service;
    }
}
