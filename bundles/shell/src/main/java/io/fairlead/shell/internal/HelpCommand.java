package io.fairlead.shell.internal;

import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.FairleadException;
import io.fairlead.api.Printable;
import io.fairlead.shell.internal.view.CommandOverview;
import io.fairlead.shell.internal.words.WordReader;
import io.fairlead.shell.internal.words.Words;
import java.util.List;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code fairlead:help}. */
@Component(service = HelpCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=fairlead",
        CommandProcessor.COMMAND_FUNCTION + "=help"})
public final class HelpCommand extends TypedCommand<HelpCommand.HelpWords> {

    static final String NAME = "fairlead:help";

    @Command(name = NAME, description = "List the commands, or explain one.", footerHeading = "%nExamples:%n", footer = {
            "  fairlead:help", "  fairlead:help sriov:setVfs"})
    static final class HelpWords extends Words {

        @Parameters(index = "0", arity = "0..1", paramLabel = "COMMAND", description = "A command, with or without its scope.")
        String command;
    }

    private final CommandCatalog catalog;

    @Activate
    public HelpCommand(@Reference(policyOption = ReferencePolicyOption.GREEDY) List<ShellCommand> commands) {
        this.catalog = new CommandCatalog(commands);
    }

    @Override
    public HelpWords description() {
        return new HelpWords();
    }

    @Override
    protected Object run(CommandSession session, HelpWords words) {
        if (words.command == null) {
            return overview();
        }
        if (words.command.equalsIgnoreCase("help") || words.command.equalsIgnoreCase(NAME)) {
            return WordReader.help(description());
        }
        CommandCatalog.Entry entry = catalog.find(words.command).orElseThrow(() -> unknown(words.command));
        return WordReader.help(entry.command().description());
    }

    private CommandOverview overview() {
        return new CommandOverview(Stream.concat(Stream.of(CommandCatalog.entry(this)), catalog.entries().stream())
                .map(entry -> new CommandOverview.Line(entry.name(), entry.summary(), entry.examples())).toList());
    }

    private FairleadException unknown(String name) {
        List<String> near = catalog.nearest(name);
        return new FairleadException(Kind.USAGE, "there is no command %s: %s".formatted(Printable.quoted(name),
                near.isEmpty() ? "fairlead:help lists all" : "did you mean " + String.join(" or ", near) + "?"));
    }
}
