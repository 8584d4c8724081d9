package io.fairlead.shell.internal.host;

import io.fairlead.api.lifecycle.Document;
import io.fairlead.api.lifecycle.Lifecycle;
import io.fairlead.api.lifecycle.Plan;
import io.fairlead.shell.internal.Ended;
import io.fairlead.shell.internal.ShellCommand;
import java.util.Optional;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import picocli.CommandLine.Command;

/** {@code host:plan}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=host",
        CommandProcessor.COMMAND_FUNCTION + "=plan"})
public final class PlanCommand extends HostCommand<PlanCommand.PlanWords> {

    @Command(name = "host:plan", description = "Show what would change for the host to be as a document declares it, in order, with before and after, and who would notice. Nothing is written. Ends with status 0 when there is nothing to do, 5 when there is, 3 when it would be refused.", footerHeading = "%nExamples:%n", footer = {
            "  host:plan", "  host:plan /root/new.yaml --json"})
    static final class PlanWords extends FileWords {
    }

    /** On the declared host. */
    @Activate
    public PlanCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Lifecycle> lifecycle) {
        super(lifecycle);
    }

    @Override
    public PlanWords description() {
        return new PlanWords();
    }

    @Override
    protected Object run(CommandSession session, PlanWords words) {
        Invocation invocation = new Invocation(session);
        Document document = invocation.document(words.file);
        Plan plan = lifecycle().plan(document, invocation.connection());
        return new Ended(new PlanScreen(document.name(), plan), status(plan));
    }

    private static int status(Plan plan) {
        if (!plan.refusals().isEmpty()) {
            return ExitStatus.REFUSED;
        }
        return plan.isEmpty() ? 0 : ExitStatus.PENDING;
    }
}
