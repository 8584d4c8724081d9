package io.fairlead.shell.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.kernel.ArgumentChange;
import io.fairlead.api.kernel.BootArguments;
import io.fairlead.api.kernel.BootEntry;
import io.fairlead.api.kernel.BootLoader;
import io.fairlead.api.kernel.ConfiguredArgument;
import io.fairlead.api.kernel.KernelArguments;
import io.fairlead.api.kernel.Readiness;
import io.fairlead.api.kernel.Readiness.Line;
import io.fairlead.api.kernel.Readiness.Verdict;
import io.fairlead.shell.internal.ResultConverter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.junit.jupiter.api.Test;

/** What the commands of the scope kernel ask of the service, and what they show. */
class KernelCommandsTest {

    private final List<String> asked = new ArrayList<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private Verdict vfio = Verdict.MET;

    @Test
    void aHostThatIsReadyIsShownLineByLine() throws Exception {
        assertThat(run("kernel:check")).isEqualTo("""
                WHAT      STATE        NEEDED  FOUND
                IOMMU     met          yes     in force, 8 groups
                vfio-pci  met          yes     loaded \\u001b[31m
                lockdown  cannot tell  no      securityfs is not mounted""");
    }

    @Test
    void aHostThatIsNotReadyIsShownAndEndsWithStatus3() {
        vfio = Verdict.NOT_MET;

        FairleadException refusal = catchThrowableOfType(FairleadException.class, () -> run("kernel:check"));

        assertThat(refusal).hasMessage("this host is not ready for VFs: see what to do about vfio-pci");
        assertThat(refusal.kind().exitStatus()).isEqualTo(3);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("vfio-pci  not met");
        var _ = catchThrowableOfType(FairleadException.class, () -> run("kernel:check --json"));
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("\"ready\" : false")
                .contains("\"verdict\" : \"not_met\"");
    }

    @Test
    void argumentsAreShownWithTheirPlaces() throws Exception {
        assertThat(run("kernel:args")).isEqualTo("""
                Boot loader: GRUB, /boot/grub/grub.cfg
                Next boot:   'Debian', /boot/grub/grub.cfg line 119

                ARGUMENT        RUNNING  NEXT-BOOT  FROM
                ro              yes      yes        -
                quiet           yes      no         -
                intel_iommu=on  no       yes        /etc/default/grub.d/zz-fairlead.cfg line 2 (Fairlead)
                  the entry 'Other' (/boot/grub/grub.cfg line 140) is without intel_iommu=on
                  a note""");
        assertThat(run("kernel:args --json")).contains("\"ours\" : true").contains("\"bootedByIt\" : true");
    }

    @Test
    void withoutKeepNothingIsAskedAndTheReasonIsSaid() {
        FairleadException refusal = catchThrowableOfType(FairleadException.class,
                () -> run("kernel:arg add intel_iommu=on"));

        assertThat(refusal.kind()).isEqualTo(Kind.USAGE);
        assertThat(refusal).hasMessageContaining("needs --keep").hasMessageContaining("can only be on disk");
        assertThat(asked).isEmpty();
    }

    @Test
    void argumentsAreAddedAndRemoved() throws Exception {
        assertThat(run("kernel:arg add intel_iommu=on iommu=pt --keep")).isEqualTo("""
                intel_iommu=on iommu=pt: at the next boot, by /etc/x, read back in /boot/y
                  the running kernel is unchanged: reboot""");
        run("kernel:arg remove iommu --keep --adopt");

        assertThat(asked).containsExactly("add [intel_iommu=on, iommu=pt] false", "remove [iommu] true");
    }

    @Test
    void wrongWordsAreRefused() {
        assertThat(catchThrowableOfType(FairleadException.class, () -> run("kernel:arg set x=1 --keep")))
                .hasMessage("add|remove cannot be 'set': give add or remove");
        assertThat(catchThrowableOfType(FairleadException.class, () -> run("kernel:arg add --keep")))
                .hasMessageContaining("kernel:arg needs ARGUMENT");
    }

    private String run(String line) throws Exception {
        CommandProcessorImpl processor = new CommandProcessorImpl(null);
        Optional<KernelArguments> service = Optional.of(new Service());
        processor.addCommand("kernel", new KernelCheckCommand(service), "check");
        processor.addCommand("kernel", new KernelArgsCommand(service), "args");
        processor.addCommand("kernel", new KernelArgCommand(service), "arg");
        processor.addConverter(new ResultConverter());
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        try (CommandSession session = processor.createSession(new ByteArrayInputStream(new byte[0]), out, out)) {
            return session.format(session.execute(line), Converter.INSPECT).toString();
        } finally {
            processor.stop();
        }
    }

    /** Notes what it is asked, and answers what is shown above. */
    private final class Service implements KernelArguments {

        @Override
        public BootArguments arguments() {
            return new BootArguments(List.of("ro", "quiet"),
                    new BootLoader(BootLoader.Kind.GRUB, Optional.of("/boot/grub/grub.cfg"), true),
                    List.of(new BootEntry("Debian", List.of("ro", "intel_iommu=on"), "/boot/grub/grub.cfg", 119, true,
                            false, false),
                            new BootEntry("Other", List.of("ro"), "/boot/grub/grub.cfg", 140, false, false, false)),
                    List.of(new ConfiguredArgument("intel_iommu=on", "/etc/default/grub.d/zz-fairlead.cfg", 2, true)),
                    List.of("a note"));
        }

        @Override
        public Readiness check() {
            return new Readiness(List.of(new Line("IOMMU", Verdict.MET, true, "in force, 8 groups"),
                    new Line("vfio-pci", vfio, true, "loaded \u001b[31m"),
                    new Line("lockdown", Verdict.CANNOT_TELL, false, "securityfs is not mounted")));
        }

        @Override
        public ArgumentChange add(List<String> arguments, boolean adopt) {
            asked.add("add %s %s".formatted(arguments, adopt));
            return new ArgumentChange(arguments, true, true, "/etc/x", "/boot/y", true, List.of());
        }

        @Override
        public ArgumentChange remove(List<String> arguments, boolean adopt) {
            asked.add("remove %s %s".formatted(arguments, adopt));
            return new ArgumentChange(arguments, false, true, "/etc/x", "/boot/y", false, List.of());
        }
    }
}
