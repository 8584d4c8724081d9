package io.fairlead.shell.internal.host;

import io.fairlead.api.lifecycle.Lifecycle;
import io.fairlead.shell.internal.ShellCommand;
import io.fairlead.shell.internal.words.Words;
import java.util.Optional;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import picocli.CommandLine.Command;

/** {@code host:schema}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=host",
        CommandProcessor.COMMAND_FUNCTION + "=schema"})
public final class SchemaCommand extends HostCommand<SchemaCommand.SchemaWords> {

    @Command(name = "host:schema", description = "Print the JSON Schema of the document, for editors and for programs.", footerHeading = "%nExamples:%n", footer = {
            "  host:schema"})
    static final class SchemaWords extends Words {
    }

    /** On the declared host. */
    @Activate
    public SchemaCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Lifecycle> lifecycle) {
        super(lifecycle);
    }

    @Override
    public SchemaWords description() {
        return new SchemaWords();
    }

    @Override
    protected Object run(CommandSession session, SchemaWords words) {
        return new TextScreen(lifecycle().schema());
    }
}
