package io.fairlead.shell.internal.kernel;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.kernel.KernelArguments;
import io.fairlead.shell.internal.ShellCommand;
import io.fairlead.shell.internal.TypedCommand;
import io.fairlead.shell.internal.words.JsonWords;
import java.util.List;
import java.util.Optional;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kernel:arg}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=kernel",
        CommandProcessor.COMMAND_FUNCTION + "=arg"})
public final class KernelArgCommand extends TypedCommand<KernelArgCommand.ArgWords> {

    @Command(name = "kernel:arg", description = "Give the kernel arguments at the next boots, or take away those that were added so. The boot loader's entries are generated anew and read back: what is not in them afterwards is taken back. Needs --keep, since arguments of the next boot can only be on disk.", footerHeading = "%nExamples:%n", footer = {
            "  kernel:arg add intel_iommu=on iommu=pt --keep", "  kernel:arg remove iommu=pt --keep"})
    static final class ArgWords extends JsonWords {

        @Parameters(index = "0", paramLabel = "add|remove", converter = Action.class, completionCandidates = Action.class, description = "What to do.")
        Action.What what;

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "ARGUMENT", description = "A kernel argument, NAME or NAME=VALUE; to remove one its name is enough.")
        List<String> arguments;

        @Option(names = "--keep", description = "Change the boot loader's configuration; without it nothing is done.")
        boolean keep;

        @Option(names = "--adopt", description = "Take over a file of somebody else's, whose original is kept and comes back with remove.")
        boolean adopt;
    }

    private final Optional<KernelArguments> kernel;

    /** On the kernel of this host. */
    @Activate
    public KernelArgCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<KernelArguments> kernel) {
        this.kernel = kernel;
    }

    @Override
    public ArgWords description() {
        return new ArgWords();
    }

    @Override
    protected Object run(CommandSession session, ArgWords words) {
        if (!words.keep) {
            throw new FairleadException(Kind.USAGE,
                    "kernel:arg needs --keep, and nothing was changed: a kernel argument is read at boot and so can only be on disk, there is no trying it");
        }
        KernelArguments service = need(kernel, KernelArguments.class, KernelArgsCommand.BUNDLE);
        return new ArgumentChangeView(switch (words.what) {
            case ADD -> service.add(words.arguments, words.adopt);
            case REMOVE -> service.remove(words.arguments, words.adopt);
        });
    }
}
