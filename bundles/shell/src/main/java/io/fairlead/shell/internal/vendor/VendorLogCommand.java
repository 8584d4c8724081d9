package io.fairlead.shell.internal.vendor;

import io.fairlead.api.deploy.VendorBundles;
import io.fairlead.api.deploy.LogEntry;
import io.fairlead.shell.internal.ShellCommand;
import io.fairlead.shell.internal.words.JsonWords;
import io.fairlead.shell.internal.words.WholeNumber;
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
import picocli.CommandLine.Parameters;

/** {@code vendor:log}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=vendor",
        CommandProcessor.COMMAND_FUNCTION + "=log"})
public final class VendorLogCommand extends VendorCommand<VendorLogCommand.VendorLogWords> {

    @Command(name = "vendor:log", description = "Show what was deployed, removed, trusted and refused: when, by whom, what, and how it ended; the newest last.", footerHeading = "%nExamples:%n", footer = {
            "  vendor:log", "  vendor:log 200 --json"})
    static final class VendorLogWords extends JsonWords {

        @Parameters(index = "0", arity = "0..1", paramLabel = "N", defaultValue = "20", converter = WholeNumber.Lines.class, description = "How many at most, 1 to 100000; ${DEFAULT-VALUE} if not given.")
        int lines;
    }

    /** On the vendors' bundles. */
    @Activate
    public VendorLogCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<VendorBundles> vendors) {
        super(vendors);
    }

    @Override
    public VendorLogWords description() {
        return new VendorLogWords();
    }

    @Override
    protected Object run(CommandSession session, VendorLogWords words) {
        List<LogEntry> all = vendors().log();
        return new LogScreen(all.subList(Math.max(0, all.size() - words.lines), all.size()));
    }
}
