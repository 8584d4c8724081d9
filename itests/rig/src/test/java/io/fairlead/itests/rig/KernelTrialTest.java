package io.fairlead.itests.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.resource.Declaration;
import io.fairlead.api.resource.NativeProgram;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.Problem;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.api.resource.TrialState;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostEvents;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.RecordedOwnFiles;
import io.fairlead.host.linux.internal.FilesOfRig;
import io.fairlead.kernel.internal.BootOnceProgram;
import io.fairlead.kernel.internal.KernelProvider;
import io.fairlead.kernel.internal.KernelService;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kernel arguments on trial, with the real update-grub, grub-reboot, grub-editenv and grub-script-check. */
@InTheRig
class KernelTrialTest {

    private static final Declaration WANTED = new Declaration(
            Map.of("kernel", Map.of("arguments", List.of("intel_iommu=on", "iommu=pt"))));
    private static final String CONFIGURATION = "/boot/grub/grub.cfg";
    private static final String ENTRY = "/boot/grub/custom.cfg";

    private final Rig rig;
    private final HostFiles files;
    private final ResourceProvider provider;
    private String before;

    KernelTrialTest(Rig rig) {
        this.rig = rig;
        this.files = FilesOfRig.files(rig.file("/"));
        DurableFiles durable = FilesOfRig.durable(rig.file("/"));
        KernelService kernel = new KernelService(files, new RecordedOwnFiles(files, durable), durable,
                new RigCommands(rig), () -> {
                }, Optional.empty());
        this.provider = new KernelProvider(kernel, new NoEvents());
    }

    @BeforeEach
    void generated() {
        rig.run("update-grub").succeeded();
        rig.run("grub-editenv", "-", "create").succeeded();
        bootedWith("");
        before = state();
    }

    @AfterEach
    void asItWas() {
        rig.sh("umount /proc/cmdline; rm -rf /boot/grub/custom.cfg /etc/default/grub.d/zz-fairlead.cfg /var/lib/fairlead");
    }

    /** A kernel that was booted with more arguments than the default entry has. */
    private void bootedWith(String arguments) {
        rig.write("/run/cmdline", "BOOT_IMAGE=/boot/vmlinuz-6.1.0-rig root=/dev/sda1 ro quiet " + arguments + "\n");
        rig.sh("umount /proc/cmdline 2>/dev/null; mount --bind /run/cmdline /proc/cmdline").succeeded();
    }

    /** Every file of /etc and of GRUB, by mode, owner, name and content, and what we know of any. */
    private String state() {
        return rig.sh("find /etc /boot -printf '%M %u %p\\n' | sort; find /var/lib/fairlead -type f 2>/dev/null; "
                + "find /etc /boot -type f -exec sha256sum {} + | sort -k 2").succeeded();
    }

    @Test
    void theEntryIsChosenForTheNextBootAndIsGoneWithoutATraceWhenItIsTakenBack() {
        ResourceChange change = tried();

        assertThat(rig.run("grub-editenv", "-", "list").succeeded()).contains("next_entry=fairlead-trial");
        rig.run("grub-script-check", ENTRY).succeeded();
        assertThat(rig.run("grep", "linux", ENTRY).succeeded())
                .containsPattern("vmlinuz-6.1.0-rig .* intel_iommu=on iommu=pt panic=30 fairlead.trial=\\S+$");
        assertThat(provider.trial(change)).isEqualTo(TrialState.AT_NEXT_BOOT);

        provider.undo(change, _ -> {
        });
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void keptAfterItsBootTheArgumentsAreInEveryEntryOfUpdateGrub() {
        ResourceChange change = tried();
        // what GRUB does (00_header), and the kernel after it
        rig.run("grub-editenv", "-", "set", "next_entry=").succeeded();
        bootedWith("intel_iommu=on iommu=pt panic=30 " + marker());
        assertThat(provider.trial(change)).isEqualTo(TrialState.IN_FORCE);

        provider.set(change.id(), change.after(), change.after(), Persistence.KEEP, _ -> {
        });

        assertThat(rig.run("grep", "-cE", "^\\s*linux\\s.* intel_iommu=on iommu=pt", CONFIGURATION).succeeded())
                .isEqualTo(rig.run("grep", "-cE", "^\\s*linux\\s", CONFIGURATION).succeeded());
        assertThat(rig.file(ENTRY)).doesNotExist();
        assertThat(provider.plan(WANTED, Persistence.KEEP, new NoPfs())).isEmpty();
        rig.run("grub-editenv", "-", "unset", "next_entry").succeeded();
        provider.undo(change, _ -> {
        });
        assertThat(state()).isEqualTo(before);
    }

    private String marker() {
        return rig.run("grep", "-oE", "fairlead\\.trial=\\S+", ENTRY).succeeded();
    }

    @Test
    void withoutJavaItIsTakenBackAsWell() {
        List<UndoStep> steps = provider.nativeUndo(provider.plan(WANTED, Persistence.KEEP, new NoPfs()).getFirst());
        tried();

        steps.forEach(this::carryOut);

        assertThat(state()).isEqualTo(before);
    }

    @Test
    void withoutJavaSomebodyElsesChoiceStays() {
        List<UndoStep> steps = provider.nativeUndo(provider.plan(WANTED, Persistence.KEEP, new NoPfs()).getFirst());
        rig.run("grub-reboot", "1").succeeded();

        steps.forEach(this::carryOut);

        assertThat(rig.run("grub-editenv", "-", "list").succeeded()).contains("next_entry=1");
    }

    /** What the program for the way back does. */
    private void carryOut(UndoStep step) {
        switch (step) {
            case UndoStep.RunNative program -> {
                NativeProgram ours = new BootOnceProgram();
                assertThat(program.program()).isEqualTo(ours.name());
                rig.write("/run/" + ours.name(), new String(ours.content(), StandardCharsets.UTF_8));
                rig.sh("sh /run/%s %s".formatted(ours.name(), String.join(" ", program.arguments()))).succeeded();
            }
            case UndoStep.RestoreFile file -> file.content().ifPresentOrElse(
                    content -> rig.write(file.file(), new String(content, StandardCharsets.UTF_8)),
                    () -> rig.run("rm", "-f", file.file()).succeeded());
            case UndoStep.PruneDirectory directory ->
                rig.sh("rmdir %s 2>/dev/null || true".formatted(directory.directory())).succeeded();
            case UndoStep.Reload _ -> rig.run("update-grub").succeeded();
        }
    }

    @Test
    void onLvmItIsRefusedAndNothingWritten() {
        rig.sh("sed -i 's/^abstraction) ;;/abstraction) echo lvm ;;/' /usr/sbin/grub-probe").succeeded();
        try {
            assertThat(provider.check(WANTED, new NoPfs())).extracting(Problem::message).singleElement().asString()
                    .contains("/boot/grub/grubenv, which lies on lvm")
                    .endsWith("without a trial: kernel:arg add intel_iommu=on iommu=pt --keep, reboot");
            assertThat(state()).isEqualTo(before);
        } finally {
            rig.sh("sed -i 's/^abstraction) echo lvm ;;/abstraction) ;;/' /usr/sbin/grub-probe").succeeded();
        }
    }

    private ResourceChange tried() {
        assertThat(provider.check(WANTED, new NoPfs())).isEmpty();
        ResourceChange change = provider.plan(WANTED, Persistence.KEEP, new NoPfs()).getFirst();
        provider.set(change.id(), change.before(), change.after(), Persistence.TRY, _ -> {
        });
        return change;
    }

    /** Nobody listens here. */
    private static final class NoEvents implements HostEvents {

        @Override
        public Subscription watchDirectories(Collection<HostPath> directories, Runnable changed) {
            return () -> {
            };
        }

        @Override
        public Subscription watchDevices(Runnable changed) {
            return () -> {
            };
        }
    }
}
