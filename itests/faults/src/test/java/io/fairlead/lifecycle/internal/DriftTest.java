package io.fairlead.lifecycle.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.MacAddress;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.Vlan;
import io.fairlead.api.lifecycle.HostStatus.State;
import io.fairlead.api.lifecycle.LifecycleEvents;
import io.fairlead.api.resource.Persistence;
import io.fairlead.host.HostFiles.FileInfo;
import io.fairlead.host.HostPath;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.itests.faults.Figures;
import io.fairlead.itests.faults.FullHost;
import io.fairlead.kernel.internal.KernelOn;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;

/**
 * Somebody else changes the host behind the back of a keeper that runs as in the daemon: what the host tells of is noticed
 * within 2 s, and what it tells nobody by the sweep. What it notes is heard by its events, so that no
 * question helps it.
 */
class DriftTest {

    private static final int EDITS = Figures.count("edits", 100, 10_000);
    private static final Duration IN_TIME = Duration.ofSeconds(2);
    private static final Duration SWEEP = Duration.ofSeconds(60);
    private static final String DOCUMENT = """
            kernel: {arguments: [intel_iommu=on, iommu=pt]}
            physicalFunctions:
              eno4:
                virtualFunctions: 4
                probeDrivers: true
                each: {spoofCheck: true, trust: false, vlan: 7, maxRate: 0}
                functions: {0: {mac: "52:54:00:11:22:33"}}
            networkManager: {unmanaged: [eno4]}
            """;

    private final SplittableRandom random = new SplittableRandom(Long.getLong("seed", 20_261_126L));
    private final FullHost full = FullHost.begin();
    private final SimulatedHost host = full.host();
    private final Manager manager = Manager.begin(full.services(), full.inventory(), full.providers());
    private Keeper keeper;
    private volatile boolean converged = true;

    /** An edit, and the way back. */
    private record Edit(String name, Runnable make, Runnable back) {
    }

    @BeforeEach
    void keep() {
        manager.apply(DOCUMENT, _ -> {
        });
        manager.confirm();
        BundleContext daemon = (BundleContext) Proxy.newProxyInstance(BundleContext.class.getClassLoader(),
                new Class<?>[]{BundleContext.class}, (_, method, _) -> method.getName().equals("getProperty")
                        ? "true"
                        : null);
        manager.tell(topic -> converged = !topic.equals(LifecycleEvents.DRIFTED));
        keeper = new Keeper(daemon, manager.service());
        full.providers().forEach(keeper::addProvider);
        assertThat(manager.changes(DOCUMENT, Persistence.KEEP)).isZero();
    }

    @AfterEach
    void stop() {
        keeper.stop();
    }

    @Test
    void everyOutsideEditIsNoticedInTime() throws Exception {
        Figures figures = Figures.begin("outside edits, noticed by events");
        Duration longest = Duration.ZERO;
        for (int i = 0; i < EDITS; i++) {
            Edit edit = edit();
            edit.make().run();
            Duration noticed = await(false, IN_TIME);
            assertThat(noticed).as("edit %d: %s: %s", i, edit.name(), manager.status()).isLessThan(IN_TIME);
            longest = noticed.compareTo(longest) > 0 ? noticed : longest;
            assertThat(manager.status().state()).as("edit %d: %s", i, edit.name()).isEqualTo(State.DRIFTED);
            edit.back().run();
            assertThat(await(true, IN_TIME)).as("edit %d taken back: %s", i, edit.name()).isLessThan(IN_TIME);
        }
        figures.end("%d edits, the slowest noticed after %d ms, none falsely converged".formatted(EDITS,
                longest.toMillis()));
    }

    @Test
    void whatTheHostTellsNobodyIsNoticedByTheSweep() throws Exception {
        Figures figures = Figures.begin("an outside edit, noticed by the sweep");
        full.providers().forEach(keeper::removeProvider);
        assertThat(await(false, IN_TIME)).as("nothing has drifted yet").isGreaterThan(IN_TIME);
        host.links().setVf("eno4", 1, vlan(99));
        Duration noticed = await(false, SWEEP);
        assertThat(noticed).isLessThan(SWEEP);
        figures.end("noticed after %d s".formatted(noticed.toSeconds()));
    }

    /** Until the keeper has noted that all is as confirmed, or that it is not; answers how long that took, or the bound. */
    private Duration await(boolean wanted, Duration bound) {
        Instant begun = Instant.now();
        while (true) {
            Duration waited = Duration.between(begun, Instant.now());
            if (converged == wanted || waited.compareTo(bound) > 0) {
                return waited;
            }
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }

    private Edit edit() {
        int vf = random.nextInt(4);
        return switch (random.nextInt(6)) {
            case 0 -> count(random.nextInt(4));
            case 1 -> attribute(vf);
            case 2 -> file(HostPath.ETC.resolve("udev/rules.d"));
            case 3 -> file(HostPath.ETC.resolve("fairlead/vf"));
            case 4 -> file(HostPath.ETC.resolve("systemd/system"));
            default -> new Edit("kernel arguments", () -> KernelOn.configure(host, "intel_iommu=on"),
                    () -> KernelOn.configure(host, "intel_iommu=on iommu=pt"));
        };
    }

    /** Other VFs are other VFs: they have lost their attributes. */
    private Edit count(int count) {
        VfAttributes[] before = new VfAttributes[4];
        for (int i = 0; i < before.length; i++) {
            before[i] = attributes(i);
        }
        return new Edit("%d VFs".formatted(count), () -> {
            host.createVfs("eno4", 0);
            if (count > 0) {
                host.createVfs("eno4", count);
            }
        }, () -> {
            host.createVfs("eno4", 0);
            host.createVfs("eno4", 4);
            for (int i = 0; i < before.length; i++) {
                host.links().setVf("eno4", i, before[i]);
            }
        });
    }

    private Edit attribute(int vf) {
        VfAttributes before = attributes(vf);
        VfAttributes edit = switch (random.nextInt(5)) {
            case 0 -> new VfAttributes(Optional.of(new MacAddress("52:54:00:99:99:99")), Optional.empty(),
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
            case 1 -> vlan(8 + random.nextInt(4000));
            case 2 -> new VfAttributes(Optional.empty(), Optional.empty(), Optional.of(false), Optional.empty(),
                    Optional.empty(), Optional.empty(), Optional.empty());
            case 3 -> new VfAttributes(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(true),
                    Optional.empty(), Optional.empty(), Optional.empty());
            default -> new VfAttributes(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                    Optional.empty(), Optional.empty(), Optional.of(100));
        };
        // a MAC address is declared of VF 0 alone
        int of = edit.mac().isPresent() ? 0 : vf;
        VfAttributes was = edit.mac().isPresent() ? attributes(0) : before;
        return new Edit("VF %d: %s".formatted(of, edit), () -> host.links().setVf("eno4", of, edit),
                () -> host.links().setVf("eno4", of, was));
    }

    private static VfAttributes vlan(int id) {
        return new VfAttributes(Optional.empty(), Optional.of(new Vlan(id, 0, Vlan.Protocol.DOT1Q)), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Those that igb can set. */
    private VfAttributes attributes(int vf) {
        VfAttributes all = host.links().links().stream().filter(link -> link.name().equals("eno4")).findFirst()
                .orElseThrow().vfs().get(vf);
        return new VfAttributes(all.mac(), all.vlan(), all.spoofCheck(), all.trust(), Optional.empty(),
                Optional.empty(), all.maxRate());
    }

    /** One of our files in a directory is deleted, or something is added to it. */
    private Edit file(HostPath directory) {
        List<HostPath> files = new ArrayList<>(full.services().own().all());
        files.removeIf(file -> !file.parent().equals(directory));
        files.sort(Comparator.comparing(HostPath::toString));
        HostPath file = files.get(random.nextInt(files.size()));
        byte[] before = host.files().content(file).orElseThrow();
        int mode = host.files().info(file).map(FileInfo::mode).orElseThrow();
        boolean delete = random.nextBoolean();
        return new Edit(file + (delete ? " deleted" : " edited"), () -> {
            if (delete) {
                host.durableFiles().delete(file);
            } else {
                // a description is read by its meaning, all else by its bytes
                host.putFile(file, new String(before, StandardCharsets.UTF_8).replace("vfs 4", "vfs 3") + "# edited\n");
            }
        }, () -> host.durableFiles().write(file, before, mode));
    }
}
