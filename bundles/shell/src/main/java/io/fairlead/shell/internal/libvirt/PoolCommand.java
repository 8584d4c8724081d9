package io.fairlead.shell.internal.libvirt;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.libvirt.LibvirtHosts;
import io.fairlead.shell.internal.ShellCommand;
import io.fairlead.shell.internal.words.Choice;
import io.fairlead.shell.internal.words.JsonWords;
import io.fairlead.shell.internal.words.PfWords;
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

/** {@code libvirt:pool}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=libvirt",
        CommandProcessor.COMMAND_FUNCTION + "=pool"})
public final class PoolCommand extends LibvirtCommand<PoolCommand.PoolWords> {

    /** What can be done with a pool. */
    enum Action {
        ADD, REMOVE
    }

    /** {@code add} or {@code remove}. */
    static final class Actions extends Choice<Action> {
        Actions() {
            super(of("add", Action.ADD, "remove", Action.REMOVE));
        }
    }

    @Command(name = "libvirt:pool", description = "Add or remove the libvirt network that gives out a PF's VFs. Without --keep it is there until the next boot. Added again after the VFs changed, it is made anew; neither is done while a guest has a VF of it.", footerHeading = "%nExamples:%n", footer = {
            "  libvirt:pool add eno4 --name vfpool --keep", "  libvirt:pool remove eno4 --keep"})
    static final class PoolWords extends JsonWords {

        @Parameters(index = "0", paramLabel = "add|remove", converter = Actions.class, completionCandidates = Actions.class, description = "What to do.")
        Action action;

        @Parameters(index = "1", paramLabel = PfWords.PF, description = "The physical function: its interface, PCI address, mac:ADDRESS, driver:NAME#N or VENDOR:DEVICE#N.")
        String pf;

        @Option(names = "--name", paramLabel = "NAME", description = "How to call the network; like the PF if not given.")
        String name;

        @Option(names = "--keep", description = "Define it, so that it is there after the next boot; on removal: remove it for good.")
        boolean keep;
    }

    @Activate
    public PoolCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<LibvirtHosts> libvirt) {
        super(libvirt);
    }

    @Override
    public PoolWords description() {
        return new PoolWords();
    }

    @Override
    protected Object run(CommandSession session, PoolWords words) {
        return switch (words.action) {
            case ADD ->
                new PoolChangeScreen(libvirt().addPool(words.pf, Optional.ofNullable(words.name), words.keep));
            case REMOVE -> {
                if (words.name != null) {
                    throw new FairleadException(Kind.USAGE,
                            "libvirt:pool remove takes no --name: a PF has one pool of ours, and libvirt:pools shows it");
                }
                yield new PoolChangeScreen(libvirt().removePool(words.pf, words.keep));
            }
        };
    }
}
