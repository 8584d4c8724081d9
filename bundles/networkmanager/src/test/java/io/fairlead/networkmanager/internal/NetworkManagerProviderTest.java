package io.fairlead.networkmanager.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.networkmanager.NetworkManager.Request;
import io.fairlead.api.networkmanager.NetworkManager.Way;
import io.fairlead.api.resource.Declaration;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.Problem;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.api.resource.ResourceId;
import io.fairlead.api.resource.ResourceKinds;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.host.HostEvents;
import io.fairlead.host.HostFiles.FileInfo;
import io.fairlead.host.HostPath;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.host.simulated.SimulatedHosts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The declared rules, and the ways from what is there to them and back; eno4 has three VFs with interfaces. */
class NetworkManagerProviderTest {

    private static final ResourceId RULE = new ResourceId(ResourceKinds.NETWORK_MANAGER_RULE, "eno4");
    private static final ResourceId VFS = new ResourceId(ResourceKinds.VIRTUAL_FUNCTIONS, "eno4");
    private static final Map<String, Object> ENO4 = Map.of("unmanaged", List.of("eno4"));
    private static final HostPath TRIED = OurFiles.place("eno4", Way.UDEV_RULE, Persistence.TRY);
    private static final HostPath KEPT = OurFiles.place("eno4", Way.UDEV_RULE, Persistence.KEEP);

    private final SimulatedHost host = SimulatedHost.of(SimulatedHosts.igb());
    private final Pfs pfs = new Pfs(host);
    private final SimulatedNetworkManager networkManager = new SimulatedNetworkManager(host);
    private final Directories directories = new Directories();
    private final NetworkManagerService service = new NetworkManagerService(host.files(), host.ownFiles(),
            host.writerLock(), host.commands(), pfs, networkManager);
    private final NetworkManagerProvider provider = new NetworkManagerProvider(service, pfs, host.files(),
            host.ownFiles(), directories);

    @BeforeEach
    void threeVfs() {
        host.createVfs("eno4", 3);
        assertThat(networkManager.managed()).hasSize(3);
    }

    @Test
    void theRuleComesBeforeTheVfsAndGoesAfterThem() {
        ResourceChange addition = plan(ENO4).getFirst();
        assertThat(addition.id()).isEqualTo(RULE);
        assertThat(addition.before()).isEmpty();
        assertThat(addition.precedes()).containsExactly(VFS);
        assertThat(addition.follows()).isEmpty();

        set(addition, Persistence.KEEP);
        ResourceChange removal = plan(Map.of()).getFirst();
        assertThat(removal.after()).isEmpty();
        assertThat(removal.follows()).containsExactly(VFS);
        assertThat(removal.precedes()).isEmpty();
    }

    @Test
    void aTryLiesInRunAndKeepingMovesItToEtc() {
        Map<String, String> etc = bytes(HostPath.ETC);
        ResourceChange change = plan(ENO4).getFirst();

        set(change, Persistence.TRY);
        assertThat(networkManager.managed()).isEmpty();
        assertThat(bytes(HostPath.ETC)).isEqualTo(etc);
        assertThat(plan(ENO4)).singleElement()
                .satisfies(again -> assertThat(again.before()).containsEntry("kept", false));

        provider.set(RULE, change.after(), change.after(), Persistence.KEEP, _ -> {
        });
        assertThat(networkManager.managed()).isEmpty();
        assertThat(host.files().exists(KEPT)).isTrue();
        assertThat(host.files().exists(TRIED)).isFalse();
        assertThat(plan(ENO4)).isEmpty();
        assertThat(provider.describe()).hasValue(ENO4);
    }

    @ParameterizedTest
    @EnumSource(Persistence.class)
    void whatIsUndoneLeavesTheHostAsItWas(Persistence persistence) {
        Map<String, String> before = all();
        ResourceChange change = plan(ENO4).getFirst();
        set(change, Persistence.TRY);
        if (persistence == Persistence.KEEP) {
            set(change, Persistence.KEEP);
        }

        undo(change);
        undo(change);

        assertThat(all()).isEqualTo(before);
        assertThat(networkManager.managed()).hasSize(3);
        assertThat(plan(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Persistence.class)
    void aRemovalThatIsUndoneIsTriedOrKeptAsItWas(Persistence persistence) {
        service.unmanage("eno4", new Request(persistence, Way.UDEV_RULE, false, false));
        service.unmanage("eno4", new Request(persistence, Way.KEYFILE, false, false));
        Map<String, String> before = all();
        ResourceChange change = plan(Map.of()).getFirst();

        set(change, Persistence.KEEP);
        assertThat(networkManager.managed()).hasSize(3);
        assertThat(Stream.of(TRIED, KEPT).noneMatch(host.files()::exists)).isTrue();
        undo(change);

        assertThat(all()).isEqualTo(before);
        assertThat(networkManager.managed()).isEmpty();
    }

    @Test
    void virtualFunctionsMeansThoseOfEveryPf() {
        Map<String, Object> every = Map.of("unmanaged", "virtual-functions");
        List<ResourceChange> changes = plan(every);
        assertThat(changes).extracting(change -> change.id().name()).containsExactly("eno4", "eno5");

        changes.forEach(change -> set(change, Persistence.KEEP));

        assertThat(provider.describe()).hasValue(every);
        assertThat(plan(ENO4)).singleElement().satisfies(change -> {
            assertThat(change.id().name()).isEqualTo("eno5");
            assertThat(change.after()).isEmpty();
        });
    }

    @Test
    void aPfIsFoundByAnyOfItsNames() {
        set(plan(Map.of("unmanaged", List.of("0000:01:00.0"))).getFirst(), Persistence.KEEP);

        assertThat(plan(ENO4)).isEmpty();
    }

    @Test
    void aHostWhereNetworkManagerDoesNotRunIsPlannedAndKeptByItsFiles() {
        networkManager.stop();
        ResourceChange change = plan(ENO4).getFirst();

        set(change, Persistence.TRY);
        set(change, Persistence.KEEP);
        assertThat(plan(ENO4)).isEmpty();

        undo(change);
        assertThat(plan(Map.of())).isEmpty();
    }

    @Test
    void aFrozenNetworkManagerCannotTellWhetherItDoesAsItIsTold() {
        set(plan(ENO4).getFirst(), Persistence.KEEP);
        networkManager.freeze();

        assertThat(catchThrowableOfType(FairleadException.class, () -> plan(ENO4)).kind()).isEqualTo(Kind.HOST_FAILED);
    }

    @Test
    void aVfThatSomebodyToldNetworkManagerToManageIsSeen() {
        set(plan(ENO4).getFirst(), Persistence.KEEP);
        networkManager.tell("eno4v0", true);
        assertThat(networkManager.managed()).hasSize(1);

        List<ResourceChange> changes = plan(ENO4);
        assertThat(changes).singleElement()
                .satisfies(change -> assertThat(change.before()).containsEntry("managed", networkManager.managed()));
        set(changes.getFirst(), Persistence.TRY);

        assertThat(networkManager.managed()).isEmpty();
        assertThat(plan(ENO4)).isEmpty();
    }

    @Test
    void aRuleThatSomebodyChangedIsSeenAndPutRight() {
        set(plan(ENO4).getFirst(), Persistence.KEEP);
        host.putFile(KEPT, "# nothing\n");

        ResourceChange change = plan(ENO4).getFirst();
        set(change, Persistence.TRY);
        assertThat(plan(ENO4)).isEmpty();

        undo(change);
        assertThat(host.files().read(KEPT)).hasValue("# nothing");
    }

    @Test
    void somebodyElsesFileIsLeftAlone() {
        host.putFile(KEPT, "# theirs\n");

        assertThat(plan(Map.of())).isEmpty();
        ResourceChange change = plan(ENO4).getFirst();
        FairleadException refusal = catchThrowableOfType(FairleadException.class, () -> set(change, Persistence.TRY));

        assertThat(refusal.kind()).isEqualTo(Kind.NOT_CAPABLE);
        assertThat(refusal).hasMessageContaining(KEPT.toString());
        undo(change);
        assertThat(host.files().read(KEPT)).hasValue("# theirs");
    }

    @Test
    void anInterfaceInUseKeepsItsAddresses() {
        ResourceChange addition = plan(ENO4).getFirst();
        set(addition, Persistence.KEEP);
        ResourceChange removal = plan(Map.of()).getFirst();
        set(removal, Persistence.TRY);
        String used = networkManager.managed().getFirst();
        pfs.use(used);

        FairleadException refusal = catchThrowableOfType(FairleadException.class, () -> undo(removal));
        assertThat(refusal.kind()).isEqualTo(Kind.IN_USE);
        assertThat(refusal).hasMessageContaining("VF 0");
        assertThat(networkManager.managed()).contains(used);
    }

    @Test
    void whatChangedSinceThePlanIsLeftAlone() {
        ResourceChange removal = changeAfter(Persistence.TRY);
        set(plan(ENO4).getFirst(), Persistence.KEEP);

        FairleadException refusal = catchThrowableOfType(FairleadException.class, () -> set(removal, Persistence.TRY));

        assertThat(refusal.kind()).isEqualTo(Kind.BUSY);
        assertThat(host.files().exists(KEPT)).isTrue();
    }

    private ResourceChange changeAfter(Persistence persistence) {
        set(plan(ENO4).getFirst(), persistence);
        return plan(Map.of()).getFirst();
    }

    @Test
    void whatIsWrongWithTheDocumentIsToldAllAtOnce() {
        networkManager.addProfile("uplink", "eno4", 4);

        List<Problem> problems = provider.check(new Declaration(Map.of("physicalFunctions",
                Map.of("0000:01:00.0", Map.of(), "eno5", Map.of()), "networkManager",
                Map.of("unmanaged", List.of("eno4", "eno9", "0000:01:00.0")))), pfs);

        assertThat(problems).extracting(Problem::pointer).containsExactly("/networkManager/unmanaged/1",
                "/networkManager/unmanaged/2", "/physicalFunctions/0000:01:00.0");
        assertThat(problems).extracting(Problem::message).satisfiesExactly(
                message -> assertThat(message).contains("eno9"),
                message -> assertThat(message).contains("0000:01:00.0 is eno4", "name it once"),
                message -> assertThat(message).contains("'uplink'", "sriov.total-vfs=4"));
    }

    @Test
    void aProfileThatMakesVfsIsFoundInItsFileWhereNetworkManagerDoesNotRun() {
        networkManager.stop();
        host.putFile(HostPath.ETC.resolve("NetworkManager/system-connections/a.nmconnection"),
                "[connection]\nid=uplink\ninterface-name=eno4\n[sriov]\ntotal-vfs=4\n");

        assertThat(provider.check(new Declaration(Map.of("physicalFunctions", Map.of("eno4", Map.of()))), pfs))
                .singleElement().satisfies(problem -> assertThat(problem.message()).contains("'uplink'"));
    }

    @Test
    void theWayBackWithoutJavaCoversTheTryAndWhatIsKept() {
        List<UndoStep> steps = provider.nativeUndo(plan(ENO4).getFirst());

        assertThat(steps).contains(new UndoStep.RestoreFile(TRIED.toString(), Optional.empty(), 0),
                new UndoStep.RestoreFile(KEPT.toString(), Optional.empty(), 0)).endsWith(
                        new UndoStep.Reload(UndoStep.Daemon.UDEV),
                        new UndoStep.Reload(UndoStep.Daemon.NETWORK_MANAGER));
    }

    @Test
    void aWatchHearsOfTheFilesAndOfNetworkManagerUntilItIsClosed() {
        List<String> heard = new ArrayList<>();
        ResourceProvider.Watch watch = provider.watch(() -> heard.add("changed"));

        assertThat(directories.watched).extracting(HostPath::toString).contains("/run/udev/rules.d",
                "/etc/udev/rules.d", "/run/NetworkManager/conf.d", "/etc/NetworkManager/conf.d");
        assertThat(heard).isNotEmpty();
        watch.close();
        assertThat(directories.watched).isEmpty();
    }

    private List<ResourceChange> plan(Map<String, Object> section) {
        return provider.plan(new Declaration(section.isEmpty() ? Map.of() : Map.of("networkManager", section)),
                Persistence.KEEP, pfs);
    }

    private void set(ResourceChange change, Persistence persistence) {
        Map<String, Object> expected = persistence == Persistence.KEEP && host.files().exists(TRIED)
                && !change.after().isEmpty() ? change.after() : change.before();
        provider.set(change.id(), expected, change.after(), persistence, _ -> {
        });
    }

    private void undo(ResourceChange change) {
        provider.undo(change, _ -> {
        });
    }

    /** Everything below /etc, and what Fairlead and NetworkManager have below /run and /var. */
    private Map<String, String> all() {
        Map<String, String> all = bytes(HostPath.ETC);
        Set.of(HostPath.RUN.resolve("udev/rules.d"), HostPath.RUN.resolve("NetworkManager"), HostPath.OUR_RUN,
                HostPath.OUR_STATE).forEach(path -> all.putAll(bytes(path)));
        return all;
    }

    private Map<String, String> bytes(HostPath path) {
        Map<String, String> all = new TreeMap<>();
        for (String name : host.files().list(path)) {
            HostPath file = path.resolve(name);
            if (host.files().info(file).orElseThrow().type() == FileInfo.Type.DIRECTORY) {
                all.put(file.toString(), "directory");
                all.putAll(bytes(file));
            } else {
                all.put(file.toString(),
                        new String(host.files().content(file).orElseThrow(), StandardCharsets.ISO_8859_1));
            }
        }
        return all;
    }

    /** Events of nothing; it is known what was asked for. */
    private static final class Directories implements HostEvents {

        private final List<HostPath> watched = new ArrayList<>();

        @Override
        public Subscription watchDirectories(Collection<HostPath> all, Runnable changed) {
            watched.addAll(all);
            return watched::clear;
        }

        @Override
        public Subscription watchDevices(Runnable changed) {
            throw new AssertionError("devices are not NetworkManager's");
        }
    }
}
