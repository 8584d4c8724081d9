package io.fairlead.shell.internal.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fairlead.api.Inventory;
import io.fairlead.api.Operation;
import io.fairlead.api.PciAddress;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.kernel.KernelArguments;
import io.fairlead.api.kernel.Readiness;
import io.fairlead.api.libvirt.HookReport;
import io.fairlead.api.libvirt.HookState;
import io.fairlead.api.libvirt.LibvirtHosts;
import io.fairlead.api.libvirt.LibvirtStatus;
import io.fairlead.api.libvirt.Pool;
import io.fairlead.api.libvirt.PoolReport;
import io.fairlead.api.networkmanager.Fault;
import io.fairlead.api.networkmanager.NetworkManager;
import io.fairlead.api.networkmanager.NmReport;
import io.fairlead.api.networkmanager.NmStatus;
import io.fairlead.api.systemd.Ordering;
import io.fairlead.api.systemd.OtherOwner;
import io.fairlead.api.systemd.SystemdStatus;
import io.fairlead.api.systemd.UnitReport;
import io.fairlead.api.systemd.Units;
import io.fairlead.api.systemd.VfUnit;
import io.fairlead.shell.internal.host.Finding.Verdict;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What of each subsystem's report is wrong, cannot be told, or is well. */
class SubsystemChecksTest {

    @Test
    void whatTheKernelLacksIsWrongOnlyWhereItIsNeeded() {
        Readiness readiness = new Readiness(
                List.of(new Readiness.Line("IOMMU", Readiness.Verdict.NOT_MET, true, "add intel_iommu=on"),
                        new Readiness.Line("vfio-pci", Readiness.Verdict.CANNOT_TELL, true, "no modules"),
                        new Readiness.Line("ACS", Readiness.Verdict.NOT_MET, false, "groups are shared"),
                        new Readiness.Line("interrupts", Readiness.Verdict.MET, true, "remapped")));

        assertThat(new KernelHostCheck(answering(KernelArguments.class, Map.of("check", readiness))).look())
                .extracting(Finding::verdict, Finding::subject).containsExactly(
                        tuple(Verdict.WRONG, "kernel, IOMMU"), tuple(Verdict.UNKNOWN, "kernel, vfio-pci"),
                        tuple(Verdict.NOTE, "kernel, ACS"), tuple(Verdict.WELL, "kernel, interrupts"));
    }

    @Test
    void aFaultInNetworkManagersFilesIsWrongAndItsAbsenceIsNot() {
        assertThat(networkManager(NmStatus.State.RUNNING, new Fault("/etc/x.conf", 3, "malformed")))
                .containsExactly(Finding.wrong("NetworkManager", "/etc/x.conf line 3: malformed"));
        assertThat(networkManager(NmStatus.State.SILENT)).extracting(Finding::verdict)
                .containsExactly(Verdict.UNKNOWN);
        assertThat(networkManager(NmStatus.State.ABSENT)).extracting(Finding::verdict).containsExactly(Verdict.WELL);
    }

    private static List<Finding> networkManager(NmStatus.State state, Fault... faults) {
        return new NetworkManagerHostCheck(answering(NetworkManager.class, Map.of("report",
                new NmReport(new NmStatus(state, "detail", List.of()), List.of(), List.of(), List.of(faults)))))
                .look();
    }

    @Test
    void aUnitThatFailedOrIsNotOursOrIsNotWaitedForIsWrong() {
        UnitReport report = new UnitReport(new SystemdStatus(SystemdStatus.State.RUNNING, "257"),
                List.of(unit("eno4", "failed", false, List.of("4 VFs, 7 described")),
                        unit("eno5", "active", true, List.of())),
                List.of(new Ordering("libvirtd.service", "eno5", false),
                        new Ordering("virtqemud.service", "eno5", true)),
                List.of(new OtherOwner("/etc/rc.local", 2, "echo 7 > …")));

        assertThat(new UnitsHostCheck(answering(Units.class, Map.of("report", report))).look())
                .extracting(Finding::verdict, Finding::subject, Finding::text).containsExactly(
                        tuple(Verdict.WRONG, "unit of eno4",
                                "it failed (exit-code): unit:status eno4 shows its last lines"),
                        tuple(Verdict.WRONG, "unit of eno4",
                                "/etc/u is not ours, or was changed: unit:install eno4 --keep --adopt takes its place"),
                        tuple(Verdict.WRONG, "unit of eno4", "4 VFs, 7 described"),
                        tuple(Verdict.WELL, "unit of eno5", "the VFs are as it describes them"),
                        tuple(Verdict.WRONG, "unit of eno5",
                                "libvirtd.service does not wait for it: unit:install eno5 --keep has it wait"),
                        tuple(Verdict.WRONG, "units",
                                "/etc/rc.local line 2 makes VFs as well: take it out (echo 7 > …)"));
    }

    private static VfUnit unit(String pf, String active, boolean ours, List<String> drift) {
        return new VfUnit(pf, "interface-vf@%s.service".formatted(pf), Optional.of("/etc/u"), ours,
                Optional.of("enabled"), Optional.of(active), Optional.of("exit-code"), List.of(), List.of("vfs 7"),
                drift, List.of());
    }

    @Test
    void aStalePoolAndAHookThatIsNotRunAreWrong() {
        Pool stale = new Pool("vfpool", UUID.randomUUID(), Optional.of("eno4"), true, true, true, true, List.of(),
                Optional.of("it lists 1 VF, and eno4 has 7"), List.of());
        HookState notRun = new HookState("/etc/libvirt/hooks/qemu", HookState.Standing.OURS, HookState.Live.NOT_RUN);
        HookState absent = new HookState("/etc/libvirt/hooks/network", HookState.Standing.ABSENT,
                HookState.Live.NOT_TRIED);

        assertThat(libvirt(LibvirtStatus.State.RUNNING, List.of(stale), List.of(notRun, absent)))
                .extracting(Finding::verdict, Finding::text).containsExactly(
                        tuple(Verdict.WRONG, "it lists 1 VF, and eno4 has 7: libvirt:pool add eno4 makes it anew"),
                        tuple(Verdict.WRONG, "libvirt does not run it: libvirt:hooks install --keep puts it right"));
        assertThat(libvirt(LibvirtStatus.State.RUNNING, List.of(), List.of(absent))).extracting(Finding::verdict)
                .containsExactly(Verdict.WELL);
    }

    @Test
    void aFrozenLibvirtCannotBeToldAndOneThatIsNotThereIsNotWrong() {
        assertThat(libvirt(LibvirtStatus.State.NOT_ANSWERING, List.of(), List.of())).extracting(Finding::verdict)
                .containsExactly(Verdict.UNKNOWN);
        assertThat(libvirt(LibvirtStatus.State.NOT_INSTALLED, List.of(), List.of())).extracting(Finding::verdict)
                .containsExactly(Verdict.NOTE);
    }

    private static List<Finding> libvirt(LibvirtStatus.State state, List<Pool> pools, List<HookState> hooks) {
        LibvirtStatus status = new LibvirtStatus(state, "detail");
        return new LibvirtHostCheck(answering(LibvirtHosts.class, Map.of("status", status, "pools",
                new PoolReport(status, pools), "hooks",
                new HookReport(status, false, hooks, Set.of(), List.of(), List.of())))).look();
    }

    @Test
    void anOperationThatHangsIsWrongAndHoldersThatAreNotKnownCannotBeTold() {
        Operation stuck = new Operation("set the VFs of eno5 from 7 to 4", Answers.NOON, Operation.State.STUCK,
                List.of("guest t1"), "");

        assertThat(devices(pf(Optional.of(stuck), List.of("only root can tell"))))
                .extracting(Finding::verdict, Finding::text).containsExactly(
                        tuple(Verdict.WRONG, "stuck since 2026-01-01T12:00:05Z, waiting for guest t1"),
                        tuple(Verdict.UNKNOWN, "only root can tell"));
        assertThat(devices(pf(Optional.empty(), List.of())))
                .containsExactly(Finding.well("VFs", "nothing hangs, on 1 physical function"));
        assertThat(devices()).extracting(Finding::verdict).containsExactly(Verdict.NOTE);
    }

    private static List<Finding> devices(PhysicalFunction... functions) {
        return new DeviceHostCheck(
                answering(Inventory.class, Map.of("physicalFunctions", List.of(functions)))).look();
    }

    private static PhysicalFunction pf(Optional<Operation> operation, List<String> holdersUnknown) {
        return new PhysicalFunction(PciAddress.parse("0000:02:00.0").orElseThrow(), Optional.of("eno5"), 0x8086, 0x10c9,
                Optional.of("igb"), Optional.of(7), 6, false, Optional.empty(), Optional.of("intel-igb"), operation,
                holdersUnknown,
                List.of());
    }

    /** A service that answers these methods, and is asked no others. */
    private static <S> Optional<S> answering(Class<S> service, Map<String, Object> answers) {
        return Optional.of(service.cast(Proxy.newProxyInstance(service.getClassLoader(), new Class<?>[]{service},
                (_, method, _) -> Optional.ofNullable(answers.get(method.getName())).orElseThrow())));
    }
}
