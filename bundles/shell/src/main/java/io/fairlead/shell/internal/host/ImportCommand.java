package io.fairlead.shell.internal.host;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Printable;
import io.fairlead.api.lifecycle.DocumentImport;
import io.fairlead.api.lifecycle.DocumentImport.Imported;
import io.fairlead.api.lifecycle.Lifecycle;
import io.fairlead.shell.internal.ShellCommand;
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

/** {@code host:import}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=host",
        CommandProcessor.COMMAND_FUNCTION + "=import"})
public final class ImportCommand extends HostCommand<ImportCommand.ImportWords> {

    /** The label by which completion knows that a format is wanted. */
    public static final String FORMAT = "FORMAT";
    /** What a document of the host itself is called. */
    private static final String THE_HOST = "host";

    @Command(name = "host:import", description = "Write a document of the host as it is, or of what a file tells another program: netplan, nmstate and others. The document is the result; what could not be carried over is told beside it. Nothing of the host is changed.", footerHeading = "%nExamples:%n", footer = {
            "  host:import", "  host:import /etc/netplan/50-vfs.yaml", "  host:import policy.yaml --format nmstate"})
    static final class ImportWords extends JsonWords {

        @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "The other program's file, or - for standard input; the host itself if not given.")
        String file;

        @Option(names = "--format", paramLabel = FORMAT, description = "Whose file it is; told by its content if not given.")
        String format;
    }

    private final Optional<DocumentImport> documents;

    /** On the declared host. */
    @Activate
    public ImportCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Lifecycle> lifecycle,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<DocumentImport> documents) {
        super(lifecycle);
        this.documents = documents;
    }

    @Override
    public ImportWords description() {
        return new ImportWords();
    }

    @Override
    protected Object run(CommandSession session, ImportWords words) {
        Invocation invocation = new Invocation(session);
        Imported imported = imported(words, invocation);
        if (!words.json()) {
            imported.leftOut().forEach(what -> invocation.err().println("left out: " + Printable.of(what)));
        }
        return new ImportScreen(imported);
    }

    private Imported imported(ImportWords words, Invocation invocation) {
        if (words.file != null) {
            return need(documents, DocumentImport.class, BUNDLE).read(invocation.document(words.file),
                    Optional.ofNullable(words.format));
        }
        if (words.format != null) {
            throw new FairleadException(Kind.USAGE,
                    "--format is for a file of another program: name the file, or leave it out for the host itself");
        }
        return new Imported(THE_HOST, lifecycle().describe(), List.of());
    }
}
