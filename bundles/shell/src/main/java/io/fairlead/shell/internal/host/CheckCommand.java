package io.fairlead.shell.internal.host;

import io.fairlead.api.FairleadException;
import io.fairlead.api.lifecycle.DocumentException;
import io.fairlead.shell.internal.Ended;
import io.fairlead.shell.internal.ShellCommand;
import io.fairlead.shell.internal.TypedCommand;
import io.fairlead.shell.internal.words.JsonWords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import picocli.CommandLine.Command;

/** {@code host:check}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=host",
        CommandProcessor.COMMAND_FUNCTION + "=check"})
public final class CheckCommand extends TypedCommand<CheckCommand.CheckWords> {

    @Command(name = "host:check", description = "Examine the host as a doctor would: kernel, VFs, NetworkManager, units, libvirt, and what was confirmed. What is worst comes first, with what to do. Ends with status 0 when nothing is wrong, 3 when something is, 4 when something cannot be told.", footerHeading = "%nExamples:%n", footer = {
            "  host:check", "  host:check --json"})
    static final class CheckWords extends JsonWords {
    }

    private final List<HostCheck> checks;

    /** With all checks. */
    @Activate
    public CheckCommand(@Reference(policyOption = ReferencePolicyOption.GREEDY) List<HostCheck> checks) {
        this.checks = checks.stream().sorted(Comparator.comparing(HostCheck::subject)).toList();
    }

    @Override
    public CheckWords description() {
        return new CheckWords();
    }

    @Override
    protected Object run(CommandSession session, CheckWords words) {
        List<Finding> found = new ArrayList<>(checks.stream().flatMap(CheckCommand::look).toList());
        found.sort(Comparator.comparing(Finding::verdict));
        return new Ended(new CheckScreen(found),
                ExitStatus.of(found.isEmpty() ? Finding.Verdict.WELL : found.getFirst().verdict()));
    }

    private static Stream<Finding> look(HostCheck check) {
        try {
            return check.look().stream();
        } catch (FairleadException | DocumentException e) {
            return Stream.of(Finding.unknown(check.subject(), e.getMessage()));
        }
    }
}
