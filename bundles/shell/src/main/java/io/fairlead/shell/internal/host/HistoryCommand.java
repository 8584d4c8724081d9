package io.fairlead.shell.internal.host;

import io.fairlead.api.lifecycle.Lifecycle;
import io.fairlead.shell.internal.ShellCommand;
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

/** {@code host:history}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=host",
        CommandProcessor.COMMAND_FUNCTION + "=history"})
public final class HistoryCommand extends HostCommand<HistoryCommand.HistoryWords> {

    @Command(name = "host:history", description = "List the generations that are kept: what was applied when, by whom and why, and what became of it.", footerHeading = "%nExamples:%n", footer = {
            "  host:history", "  host:history --json"})
    static final class HistoryWords extends JsonWords {
    }

    /** On the declared host. */
    @Activate
    public HistoryCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Lifecycle> lifecycle) {
        super(lifecycle);
    }

    @Override
    public HistoryWords description() {
        return new HistoryWords();
    }

    @Override
    protected Object run(CommandSession session, HistoryWords words) {
        return new HistoryScreen(lifecycle().history());
    }
}
