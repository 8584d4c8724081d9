package io.fairlead.systemd.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.resource.Declaration;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.Problem;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.api.resource.ResourceId;
import io.fairlead.api.resource.ResourceKinds;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.api.systemd.Units;
import io.fairlead.host.Commands;
import io.fairlead.host.HostEvents;
import io.fairlead.host.HostFiles.FileInfo;
import io.fairlead.host.HostPath;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.host.simulated.SimulatedHosts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Declared units, on a host whose systemd knows libvirtd: eno4 has VFs or not, eno5 has seven. */
class SystemdProviderTest {

    private static final String UNIT = "interface-vf@eno4.service";
    private static final HostPath KEPT = HostPath.ETC.resolve("fairlead/vf/eno4");
    private static final HostPath TRIED = HostPath.RUN.resolve("fairlead/vf/eno4");
    private static final HostPath KEPT_TEMPLATE = HostPath.ETC.resolve("systemd/system/interface-vf@.service");
    private static final HostPath TRIED_TEMPLATE = HostPath.RUN.resolve("systemd/system/interface-vf@.service");

    private final SimulatedHost host = SimulatedHost.of(SimulatedHosts.igb());
    private final SimulatedSystemd systemd = new SimulatedSystemd(host);
    private final Events events = new Events();
    private final UnitsService units = new UnitsService(host.files(), host.durableFiles(), host.ownFiles(),
            host.writerLock(), host.commands(), new HostInventory(host), systemd);
    private final SystemdProvider provider = new SystemdProvider(units, new HostInventory(host), host.files(),
            host.ownFiles(), events);

    @BeforeEach
    void programs() {
        host.install("systemd-analyze", _ -> new Commands.Result(0, "", ""));
        host.install("journalctl", _ -> new Commands.Result(0, "its last word\n", ""));
    }

    @Test
    void aTryLiesInRunAndKeepingItMovesItToEtcWithoutAJob() {
        ResourceChange change = only(seven());
        assertThat(change.before()).isEmpty();
        assertThat(change.follows()).containsExactly(new ResourceId(ResourceKinds.VIRTUAL_FUNCTIONS, "eno4"));

        set(change, Persistence.TRY);
        assertThat(read(TRIED)).contains("""
                vfs 7
                probe off
                vf 0 mac 52:54:00:11:22:33
                vf 0 vlan 100
                vf 0 spoof on
                vf 0 trust on
                vf 1 spoof on
                """, "vf 6 driver vfio-pci\n");
        assertThat(ours(HostPath.Root.ETC)).isEmpty();
        assertThat(systemd.jobs).containsExactly("StartUnit " + UNIT);
        assertThat(provider.plan(seven(), Persistence.TRY, new HostInventory(host))).isEmpty();

        provider.set(change.id(), change.after(), change.after(), Persistence.KEEP, _ -> {
        });
        assertThat(ours(HostPath.Root.RUN)).isEmpty();
        assertThat(ours(HostPath.Root.ETC)).extracting(HostPath::name).contains("interface-vf", "eno4",
                "interface-vf@.service", "50-interface-vf@eno4.conf", UNIT);
        assertThat(systemd.jobs).hasSize(1);
        assertThat(provider.plan(seven(), Persistence.TRY, new HostInventory(host))).isEmpty();
    }

    @Test
    void whatIsAppliedTwiceWritesNothing() {
        set(only(seven()), Persistence.KEEP);
        host.forgetWrites();

        assertThat(provider.plan(seven(), Persistence.TRY, new HostInventory(host))).isEmpty();
        assertThat(host.writes()).isEmpty();
    }

    @Test
    void overAKeptUnitATryWritesTheDescriptionAloneAndKeepingReplacesIt() {
        set(only(seven()), Persistence.KEEP);
        byte[] before = host.files().content(KEPT).orElseThrow();
        ResourceChange change = only(four());
        assertThat(change.before()).containsEntry("kept", true);
        int reloads = systemd.reloads;

        set(change, Persistence.TRY);
        assertThat(systemd.reloads).as("systemd has nothing to read anew").isEqualTo(reloads);
        assertThat(host.files().content(KEPT)).contains(before);
        assertThat(read(TRIED)).contains("vfs 4\n");
        assertThat(host.files().exists(TRIED_TEMPLATE)).isFalse();
        assertThat(systemd.jobs).containsExactly("StartUnit " + UNIT, "ReloadUnit " + UNIT);
        assertThat(provider.plan(four(), Persistence.TRY, new HostInventory(host))).isEmpty();
        assertThat(only(seven()).before()).containsEntry("kept", false).containsKey("keptDescription");

        provider.set(change.id(), change.after(), change.after(), Persistence.KEEP, _ -> {
        });
        assertThat(read(KEPT)).contains("vfs 4\n");
        assertThat(host.files().exists(TRIED)).isFalse();
        assertThat(systemd.jobs).hasSize(2);
    }

    @Test
    void aFileOfOursThatSomebodyChangedIsBroughtBackAndTakenAwayWithTheRest() {
        set(only(seven()), Persistence.KEEP);
        Map<String, String> kept = files();
        HostPath template = UnitFiles.of(Persistence.KEEP).template();
        host.putFile(template, "[Service]\nTimeoutStartSec=1\n");

        ResourceChange edited = only(seven());
        set(edited, Persistence.TRY);
        provider.set(edited.id(), edited.after(), edited.after(), Persistence.KEEP, _ -> {
        });
        assertThat(host.files().read(template).orElseThrow()).isEqualTo(kept.get(template.toString()));

        host.putFile(template, "[Service]\nTimeoutStartSec=1\n");
        set(only(Declaration.NOTHING), Persistence.KEEP);
        assertThat(host.files().exists(template)).isFalse();
    }

    @Test
    void undoneTheFilesAreAsBeforeWhetherTriedOrKept() {
        for (Persistence persistence : Persistence.values()) {
            Map<String, String> nothing = files();
            ResourceChange made = only(seven());
            set(made, persistence);
            undo(made);
            assertThat(files()).isEqualTo(nothing);

            set(made, Persistence.KEEP);
            Map<String, String> kept = files();
            ResourceChange changed = only(four());
            set(changed, persistence);
            undo(changed);
            assertThat(files()).isEqualTo(kept);

            ResourceChange gone = only(Declaration.NOTHING);
            set(gone, persistence);
            assertThat(files()).isEqualTo(nothing);
            undo(gone);
            undo(gone);
            assertThat(files()).isEqualTo(kept);
            set(gone, Persistence.KEEP);
        }
    }

    @Test
    void undoingRunsNoUnitWhileItsVfsAreNotAsItDescribes() {
        set(only(seven()), Persistence.KEEP);
        ResourceChange gone = only(Declaration.NOTHING);
        set(gone, Persistence.TRY);
        systemd.jobs.clear();

        undo(gone);

        assertThat(systemd.jobs).isEmpty();
        assertThat(host.numVfs("eno4")).isZero();
    }

    @Test
    void undoneToATryItIsATry() {
        units.install("eno5", new Units.Request(Optional.empty(), Optional.empty(), Persistence.TRY, false));
        Map<String, String> before = files();
        ResourceChange change = only(declare(Map.of("eno5", Map.of("virtualFunctions", 3L))));

        set(change, Persistence.KEEP);
        undo(change);

        assertThat(files()).isEqualTo(before);
    }

    @Test
    void theTemplateStaysForTheOtherPfAndForATryThatUsesIt() {
        set(only(declare(Map.of("eno5", Map.of("virtualFunctions", 7L)))), Persistence.KEEP);
        ResourceChange second = change("eno4",
                declare(Map.of("eno5", Map.of("virtualFunctions", 7L), "eno4", Map.of("virtualFunctions", 2L))));
        set(second, Persistence.TRY);
        assertThat(host.files().exists(TRIED_TEMPLATE)).isFalse();

        set(change("eno5", declare(Map.of("eno4", Map.of("virtualFunctions", 2L)))), Persistence.TRY);
        assertThat(host.files().exists(KEPT_TEMPLATE)).isTrue();

        undo(second);
        assertThat(host.files().exists(KEPT_TEMPLATE)).isFalse();
    }

    /** Its template does, but the other PF's unit is no longer one that was started. */
    @Test
    void ofATryNoStartedUnitStaysBesideAKeptOne() {
        set(only(declare(Map.of("eno5", Map.of("virtualFunctions", 7L)))), Persistence.KEEP);
        ResourceChange second = change("eno4",
                declare(Map.of("eno5", Map.of("virtualFunctions", 7L), "eno4", Map.of("virtualFunctions", 2L))));
        set(second, Persistence.TRY);
        assertThat(systemd.isActive(UNIT)).isTrue();

        undo(second);
        assertThat(systemd.isActive(UNIT)).isFalse();

        set(second, Persistence.TRY);
        host.durableFiles().delete(TRIED);
        UnitFiles.SERVICES.forEach(
                service -> host.durableFiles().delete(UnitFiles.of(Persistence.TRY).ordering(service, "eno4")));
        undo(second);
        assertThat(systemd.isActive(UNIT)).isFalse();
        assertThat(systemd.isActive("interface-vf@eno5.service")).isTrue();
    }

    @Test
    void aRemovalComesBeforeThatOfTheVfs() {
        set(only(seven()), Persistence.KEEP);

        ResourceChange change = only(Declaration.NOTHING);

        assertThat(change.follows()).isEmpty();
        assertThat(change.precedes()).containsExactly(new ResourceId(ResourceKinds.VIRTUAL_FUNCTIONS, "eno4"));
    }

    @Test
    void whatIsNotAsPlannedIsLeftAlone() {
        ResourceChange change = only(seven());
        set(only(four()), Persistence.KEEP);
        host.forgetWrites();

        refused(Kind.BUSY, () -> set(change, Persistence.TRY), "eno4", "plan again");
        assertThat(host.writes()).isEmpty();
    }

    @Test
    void aUnitThatFailsIsTakenBack() {
        Map<String, String> before = files();
        systemd.result = "failed";

        refused(Kind.HOST_FAILED, () -> set(only(seven()), Persistence.TRY), "failed", "its last word");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void besideSomebodyElsesTemplateATryIsRefused() {
        host.putFile(KEPT_TEMPLATE, "[Service]\n");

        refused(Kind.NOT_CAPABLE, () -> set(only(seven()), Persistence.TRY), KEPT_TEMPLATE.toString(), "--adopt");
    }

    @Test
    void aFileThatIsMissingIsToBePutBack() {
        set(only(seven()), Persistence.KEEP);
        HostPath ordering = HostPath.ETC.resolve("systemd/system/libvirtd.service.d/50-interface-vf@eno4.conf");
        host.durableFiles().delete(ordering);

        ResourceChange change = only(seven());
        assertThat(change.before()).containsEntry("missing", List.of(ordering.toString()));
        set(change, Persistence.KEEP);

        assertThat(host.files().exists(ordering)).isTrue();
        assertThat(provider.plan(seven(), Persistence.TRY, new HostInventory(host))).isEmpty();
    }

    @Test
    void theWayBackWithoutJavaRestoresEveryFileTriedOrKept() {
        for (Declaration start : List.of(Declaration.NOTHING, seven())) {
            provider.plan(start, Persistence.TRY, new HostInventory(host))
                    .forEach(change -> set(change, Persistence.KEEP));
            Map<String, String> before = files();
            ResourceChange change = only(four());
            List<UndoStep> steps = provider.nativeUndo(change);

            set(change, Persistence.TRY);
            provider.set(change.id(), change.after(), change.after(), Persistence.KEEP, _ -> {
            });
            carryOut(steps);

            assertThat(files()).isEqualTo(before);
            assertThat(steps.getLast()).isEqualTo(new UndoStep.Reload(UndoStep.Daemon.SYSTEMD));
        }
    }

    /** As the sh program does, with a program that makes the link. */
    private void carryOut(List<UndoStep> steps) {
        for (UndoStep step : steps) {
            switch (step) {
                case UndoStep.RestoreFile(String file, Optional<byte[]> content, int mode) -> {
                    HostPath path = HostPath.parse(file).orElseThrow();
                    content.ifPresentOrElse(bytes -> host.durableFiles().write(path, bytes, mode),
                            () -> host.durableFiles().delete(path));
                }
                case UndoStep.RunNative(String program, List<String> arguments, String _) -> {
                    assertThat(program).isEqualTo("interface-vf");
                    assertThat(arguments).containsExactly("enable", "eno4");
                    host.putFile(HostPath.ETC.resolve("systemd/system/multi-user.target.wants/" + UNIT), "");
                }
                case UndoStep.PruneDirectory _,UndoStep.Reload _ -> {
                }
            }
        }
    }

    @Test
    void onlyThoseThatAreToBeMadeAtBootHaveAUnit() {
        Map<String, Object> pfs = Map.of("eno4", Map.of("virtualFunctions", 7L), "eno5",
                Map.of("virtualFunctions", 7L));

        assertThat(provider.plan(new Declaration(Map.of("physicalFunctions", pfs)), Persistence.TRY,
                new HostInventory(host))).hasSize(2);
        assertThat(provider.plan(new Declaration(
                Map.of("physicalFunctions", pfs, "systemd",
                        Map.of("virtualFunctionsAtBoot", List.of("0000:02:00.0")))),
                Persistence.TRY, new HostInventory(host)))
                .extracting(change -> change.id().name()).containsExactly("eno5");
        assertThat(provider.plan(declare(Map.of("eno4", Map.of("virtualFunctions", 0L))), Persistence.TRY,
                new HostInventory(host))).isEmpty();
    }

    @Test
    void theHostDescribedIsTheHostDeclared() {
        assertThat(provider.describe()).contains(Map.of("virtualFunctionsAtBoot", List.of()));

        units.install("eno5", new Units.Request(Optional.empty(), Optional.empty(), Persistence.KEEP, false));

        assertThat(provider.describe()).isEmpty();
    }

    @Test
    void saysWhatCannotBeMadeAtBootAndWhoElseDoes() {
        host.putFile(HostPath.ETC.resolve("systemd/network/10-eno4.link"),
                "[Match]\nOriginalName=eno4\n[Link]\nSR-IOVVirtualFunctions=4\n");
        host.putFile(HostPath.ETC.resolve("systemd/system/other.service"),
                "[Service]\nExecStart=sh -c 'echo 4 >/sys/class/net/eno42/device/sriov_numvfs'\n");
        Declaration declared = new Declaration(Map.of("physicalFunctions",
                new TreeMap<>(Map.of("eno4", Map.of("virtualFunctions", 7L), "eno5", Map.of("virtualFunctions", 0L))),
                "systemd", Map.of("virtualFunctionsAtBoot", List.of("eno4", "0000:01:00.0", "eno5", "eno9"))));

        assertThat(provider.check(declared, new HostInventory(host))).extracting(Problem::pointer).containsExactly(
                "/systemd/virtualFunctionsAtBoot/1", "/systemd/virtualFunctionsAtBoot/2",
                "/systemd/virtualFunctionsAtBoot/3", "/physicalFunctions/eno4");
        assertThat(provider.check(declared, new HostInventory(host)).getLast().message()).contains(
                "/etc/systemd/network/10-eno4.link line 4",
                "SR-IOVVirtualFunctions=4");
    }

    @Test
    void whereThereIsNoSystemdThereAreNoUnitsToWantUnlessTheyAreAskedFor() {
        host.durableFiles().delete(HostPath.RUN.resolve("systemd/system/session.slice"));

        assertThat(provider.plan(seven(), Persistence.TRY, new HostInventory(host))).isEmpty();
        assertThat(provider.check(seven(), new HostInventory(host))).isEmpty();
        assertThat(provider.check(new Declaration(Map.of("physicalFunctions", Map.of("eno4",
                Map.of("virtualFunctions", 1L)), "systemd", Map.of("virtualFunctionsAtBoot", List.of("eno4")))),
                new HostInventory(host)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("not booted with systemd"));
    }

    @Test
    void hearsOfItsFiles() {
        List<String> heard = new ArrayList<>();
        try (var _ = provider.watch(() -> heard.add("changed"))) {
            events.watched.get(KEPT.parent()).run();
            events.watched.get(TRIED_TEMPLATE.parent()).run();
        }

        assertThat(heard).hasSize(2);
        assertThat(events.watched).isEmpty();
    }

    private static Declaration seven() {
        return declare(Map.of("eno4", Map.of("virtualFunctions", 7L, "probeDrivers", false, "each",
                Map.of("spoofCheck", true), "functions", Map.of("0",
                        Map.of("mac", "52:54:00:11:22:33", "vlan", 100L, "trust", true), "6",
                        Map.of("driver", "vfio-pci")))));
    }

    private static Declaration four() {
        return declare(Map.of("eno4", Map.of("virtualFunctions", 4L)));
    }

    private static Declaration declare(Map<String, Object> pfs) {
        return new Declaration(Map.of("physicalFunctions", pfs));
    }

    private ResourceChange only(Declaration declared) {
        List<ResourceChange> changes = provider.plan(declared, Persistence.TRY, new HostInventory(host));
        assertThat(changes).hasSize(1);
        return changes.getFirst();
    }

    private ResourceChange change(String pf, Declaration declared) {
        return provider.plan(declared, Persistence.TRY, new HostInventory(host)).stream()
                .filter(change -> change.id().name().equals(pf))
                .findFirst()
                .orElseThrow();
    }

    private void set(ResourceChange change, Persistence persistence) {
        provider.set(change.id(), change.before(), change.after(), persistence, _ -> {
        });
    }

    private void undo(ResourceChange change) {
        provider.undo(change, _ -> {
        });
    }

    private static void refused(Kind kind, ThrowingCallable what,
            String... words) {
        FairleadException refusal = catchThrowableOfType(FairleadException.class, what);
        assertThat(refusal).isNotNull();
        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.getMessage()).contains(words);
    }

    private String read(HostPath file) {
        return host.files().read(file).orElseThrow() + "\n";
    }

    /** All files of ours below a root. */
    private List<HostPath> ours(HostPath.Root root) {
        HostPath top = new HostPath(root, "");
        List<HostPath> found = new ArrayList<>();
        List.of("fairlead/native", "fairlead/vf", "systemd/system", "systemd/system/libvirtd.service.d",
                "systemd/system/multi-user.target.wants").forEach(
                        directory -> host.files().list(top.resolve(directory)).stream()
                                .map(top.resolve(directory)::resolve)
                                .filter(file -> host.files().info(file).map(FileInfo::type)
                                        .equals(Optional.of(FileInfo.Type.FILE)))
                                .filter(file -> !file.name().equals("session.slice")).forEach(found::add));
        return found;
    }

    /** All files, and of which of them it is known that they are ours; a record may also tell what ours was before. */
    private Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        List<HostPath> all = new ArrayList<>(ours(HostPath.Root.ETC));
        all.addAll(ours(HostPath.Root.RUN));
        for (HostPath state : List.of(HostPath.OUR_RUN, HostPath.OUR_STATE)) {
            host.files().list(state.resolve("files")).forEach(name -> all.add(state.resolve("files/" + name)));
        }
        all.forEach(file -> files.put(file.toString(),
                host.files().read(file).orElse("").replaceAll("(?m)^previous .*\\R?", "").strip()));
        return files;
    }

    private static final class Events implements HostEvents {

        final Map<HostPath, Runnable> watched = new HashMap<>();

        @Override
        public Subscription watchDirectories(Collection<HostPath> directories, Runnable changed) {
            directories.forEach(directory -> watched.put(directory, changed));
            return () -> watched.keySet().removeAll(directories);
        }

        @Override
        public Subscription watchDevices(Runnable changed) {
            throw new UnsupportedOperationException("units are no devices");
        }
    }
}
