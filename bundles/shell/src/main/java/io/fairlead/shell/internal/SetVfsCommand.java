package io.fairlead.shell.internal;

import io.fairlead.api.CountChange;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.FairleadException;
import io.fairlead.api.Inventory;
import io.fairlead.api.Operation;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.Printable;
import io.fairlead.api.Sriov;
import io.fairlead.shell.internal.view.Json;
import io.fairlead.shell.internal.words.Choice;
import io.fairlead.shell.internal.words.OnOff;
import io.fairlead.shell.internal.words.PfWords;
import io.fairlead.shell.internal.words.WholeNumber;
import java.util.Optional;
import java.util.OptionalInt;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sriov:setVfs}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=sriov",
        CommandProcessor.COMMAND_FUNCTION + "=setVfs"})
public final class SetVfsCommand extends TypedCommand<SetVfsCommand.SetVfsWords> {

    @Command(name = "sriov:setVfs", description = "Create or remove VFs until a PF has N. Nothing is written when it has N already; between two counts other than 0 all VFs are removed first; and nothing is removed while somebody holds a VF, unless forced.", footerHeading = "%nExamples:%n", footer = {
            "  sriov:setVfs eno4 7 --probe off", "  sriov:setVfs eno4 0"})
    static final class SetVfsWords extends PfWords {

        @Parameters(index = "1", paramLabel = "N", description = "How many VFs, from 0 to the PF's total.")
        String count;

        @Option(names = "--probe", paramLabel = "on|off", converter = Choice.Switch.class, completionCandidates = Choice.Switch.class, description = "Whether the kernel binds its own drivers to the new VFs; left as it is if not given.")
        OnOff probe;

        @Option(names = "--force", description = "Remove VFs that somebody holds, too.")
        boolean force;
    }

    private final Optional<Sriov> sriov;
    private final Optional<Inventory> inventory;

    @Activate
    public SetVfsCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Sriov> sriov,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Inventory> inventory) {
        this.sriov = sriov;
        this.inventory = inventory;
    }

    @Override
    public SetVfsWords description() {
        return new SetVfsWords();
    }

    @Override
    protected Object run(CommandSession session, SetVfsWords words) {
        CountChange change = need(sriov, Sriov.class).setVfs(words.pf(), count(words),
                OnOff.wanted(words.probe), words.force);
        if (change.pending().isPresent()) {
            print(session, words.json() ? new Json(change) : change);
            throw unfinished(change, change.pending().get());
        }
        return change;
    }

    /** What is not even a number the service cannot be asked; so the limit is looked up for the message. */
    private int count(SetVfsWords words) {
        OptionalInt count = WholeNumber.parse(words.count);
        if (count.isEmpty()) {
            PhysicalFunction pf = need(inventory, Inventory.class).physicalFunction(words.pf());
            throw new FairleadException(Kind.USAGE,
                    "%s cannot have %s VFs: give a whole number from 0%s".formatted(Printable.of(pf.label()),
                            Printable.quoted(words.count), pf.totalVfs().map(total -> " to " + total).orElse("")));
        }
        return count.getAsInt();
    }

    private static void print(CommandSession session, Object result) {
        Process process = Process.Utils.current();
        (process == null ? session.getConsole() : process.out()).println(session.format(result, Converter.INSPECT));
    }

    private static FairleadException unfinished(CountChange change, Operation operation) {
        String end = switch (operation.waitingFor().size()) {
            case 0 -> operation.state() == Operation.State.STUCK
                    ? "whoever took a VF meanwhile lets go"
                    : "the kernel is done";
            case 1 -> operation.waitingFor().getFirst() + " lets go";
            default -> String.join(" and ", operation.waitingFor()) + " let go";
        };
        return new FairleadException(Kind.PENDING,
                "%s does not have its %d VFs yet, it is %s: it completes by itself once %s, and sriov:list tells how it stands"
                        .formatted(Printable.of(change.pf()), change.wanted(),
                                Printable.of(operation.describe()), Printable.of(end)));
    }
}
