package io.fairlead.shell.internal.kernel;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.kernel.KernelArguments;
import io.fairlead.api.kernel.Readiness;
import io.fairlead.shell.internal.ShellCommand;
import io.fairlead.shell.internal.TypedCommand;
import io.fairlead.shell.internal.view.Json;
import io.fairlead.shell.internal.words.JsonWords;
import java.util.Optional;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Process;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import picocli.CommandLine.Command;

/** {@code kernel:check}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=kernel",
        CommandProcessor.COMMAND_FUNCTION + "=check"})
public final class KernelCheckCommand extends TypedCommand<KernelCheckCommand.CheckWords> {

    @Command(name = "kernel:check", description = "Tell whether the host is ready for VFs and for giving them to guests, line by line. Ends with status 0 when everything that is needed is met, else with 3.", footerHeading = "%nExamples:%n", footer = {
            "  kernel:check", "  kernel:check --json"})
    static final class CheckWords extends JsonWords {
    }

    private final Optional<KernelArguments> kernel;

    /** On the kernel of this host. */
    @Activate
    public KernelCheckCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<KernelArguments> kernel) {
        this.kernel = kernel;
    }

    @Override
    public CheckWords description() {
        return new CheckWords();
    }

    @Override
    protected Object run(CommandSession session, CheckWords words) {
        Readiness found = need(kernel, KernelArguments.class, KernelArgsCommand.BUNDLE).check();
        ReadinessView view = new ReadinessView(found);
        if (!found.ready()) {
            print(session, words.json() ? new Json(view) : view);
            throw new FairleadException(Kind.NOT_CAPABLE,
                    "this host is not ready for VFs: %s".formatted(ReadinessView.open(found)));
        }
        return view;
    }

    private static void print(CommandSession session, Object result) {
        Process process = Process.Utils.current();
        (process == null ? session.getConsole() : process.out()).println(session.format(result, Converter.INSPECT));
    }
}
