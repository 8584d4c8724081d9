package io.fairlead.lifecycle.internal;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.api.FairleadException;
import io.fairlead.api.lifecycle.ApplyRequest;
import io.fairlead.api.lifecycle.Document;
import io.fairlead.api.lifecycle.Generation;
import io.fairlead.api.lifecycle.HostStatus;
import io.fairlead.api.lifecycle.Lifecycle.Progress;
import io.fairlead.api.lifecycle.Outcome;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.host.HostPath;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.host.simulated.SimulatedHosts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A simulated host with a lifecycle manager that can die, and be begun anew. */
final class LifecycleBench {

    private static final HostPath BOOT_ID = HostPath.PROC.resolve("sys/kernel/random/boot_id");

    private final SimulatedHost host = SimulatedHost.of(SimulatedHosts.igb());
    private final List<ResourceProvider> providers = new ArrayList<>();
    private final FileProvider a = new FileProvider("a", host.files(), host.ownFiles());
    private LifecycleService lifecycle;
    private Optional<String> death = Optional.empty();
    private int boots;

    /** A process that is killed: nothing catches it. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    LifecycleBench() {
        providers.add(a);
        newBoot();
        restart();
    }

    /** The process ends, and another one begins. */
    void restart() {
        death = Optional.empty();
        lifecycle = new LifecycleService(host.files(), host.durableFiles(), host.ownFiles(), host.links(),
                host.commands(), host.writerLock());
        lifecycle.providers = providers;
    }

    private void newBoot() {
        boots++;
        host.putFile(BOOT_ID, "boot-" + boots);
    }

    /** The power is cut: what lies below /run is gone, except what the next boot makes by itself. */
    void reboot(String... made) {
        for (String file : files()) {
            String name = file.substring(0, file.indexOf('='));
            if (name.startsWith("/run/") && !List.of(made).contains(name)) {
                delete(name);
            }
        }
        newBoot();
        restart();
    }

    SimulatedHost host() {
        return host;
    }

    FileProvider a() {
        return a;
    }

    LifecycleService lifecycle() {
        return lifecycle;
    }

    void arrive(String section) {
        providers.add(new FileProvider(section, host.files(), host.ownFiles()));
    }

    /** The next verb dies at this step. */
    void dieAt(String step) {
        death = Optional.of(step);
    }

    private void progress(Progress step) {
        if (death.filter(step.what()::equals).isPresent()) {
            throw new Death();
        }
    }

    Outcome apply(String text) {
        return apply(text, ApplyRequest.DEFAULT);
    }

    Outcome apply(String text, Duration within) {
        return lifecycle.apply(new ApplyRequest(new Document("host.yaml", text), within, false, "root",
                Optional.empty(), Optional.empty()), this::progress);
    }

    FairleadException refused(String text) {
        return catchThrowableOfType(FairleadException.class, () -> apply(text));
    }

    Outcome confirm() {
        return lifecycle.confirm(this::progress);
    }

    Outcome rollback() {
        return lifecycle.rollback(this::progress);
    }

    void keepGenerations(String configured) {
        lifecycle.keepGenerations(configured);
    }

    /** Applies and confirms one after another. */
    void confirmed(String... texts) {
        for (String text : texts) {
            apply(text);
            confirm();
        }
    }

    /** Makes the deadline of the try one that has passed. */
    void afterTheDeadline() {
        Journal journal = new Journal(host.files(), host.durableFiles());
        journal.write(journal.read().orElseThrow().until(Instant.EPOCH));
    }

    void tend() {
        lifecycle.tend();
    }

    HostStatus status() {
        return lifecycle.status();
    }

    List<Generation> history() {
        return lifecycle.history();
    }

    Optional<String> file(String name) {
        return host.files().read(HostPath.parse(name).orElseThrow());
    }

    void put(String name, String text) {
        host.putFile(HostPath.parse(name).orElseThrow(), text + "\n");
    }

    void delete(String name) {
        host.durableFiles().delete(HostPath.parse(name).orElseThrow());
    }

    /** The declared files that are there, as {@code /etc/a/x=one}. */
    List<String> files() {
        return Stream.of(HostPath.ETC, HostPath.RUN).map(root -> root.resolve("a"))
                .flatMap(directory -> host.files().list(directory).stream().sorted().map(directory::resolve))
                .map(file -> file + "=" + host.files().read(file).orElseThrow()).toList();
    }
}
