package io.fairlead.shell.internal.kernel;

import io.fairlead.api.kernel.KernelArguments;
import io.fairlead.shell.internal.ShellCommand;
import io.fairlead.shell.internal.TypedCommand;
import io.fairlead.shell.internal.words.JsonWords;
import java.util.Optional;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import picocli.CommandLine.Command;

/** {@code kernel:args}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=kernel",
        CommandProcessor.COMMAND_FUNCTION + "=args"})
public final class KernelArgsCommand extends TypedCommand<KernelArgsCommand.ArgsWords> {

    /** Who brings the service. */
    static final String BUNDLE = "io.fairlead.kernel";

    @Command(name = "kernel:args", description = "List the kernel's arguments: those of the running kernel, those of the next boot, and the file and line they come from.", footerHeading = "%nExamples:%n", footer = {
            "  kernel:args", "  kernel:args --json"})
    static final class ArgsWords extends JsonWords {
    }

    private final Optional<KernelArguments> kernel;

    /** On the kernel of this host. */
    @Activate
    public KernelArgsCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<KernelArguments> kernel) {
        this.kernel = kernel;
    }

    @Override
    public ArgsWords description() {
        return new ArgsWords();
    }

    @Override
    protected Object run(CommandSession session, ArgsWords words) {
        return new BootArgumentsView(need(kernel, KernelArguments.class, BUNDLE).arguments());
    }
}
