package io.fairlead.shell.internal.libvirt;

import io.fairlead.api.libvirt.LibvirtHosts;
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

/** {@code libvirt:pools}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=libvirt",
        CommandProcessor.COMMAND_FUNCTION + "=pools"})
public final class PoolsCommand extends LibvirtCommand<PoolsCommand.PoolsWords> {

    @Command(name = "libvirt:pools", description = "Show the libvirt networks that give out VFs, whoever made them, and which guests have some.", footerHeading = "%nExamples:%n", footer = {
            "  libvirt:pools", "  libvirt:pools --json"})
    static final class PoolsWords extends JsonWords {
    }

    @Activate
    public PoolsCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<LibvirtHosts> libvirt) {
        super(libvirt);
    }

    @Override
    public PoolsWords description() {
        return new PoolsWords();
    }

    @Override
    protected Object run(CommandSession session, PoolsWords words) {
        return new PoolScreen(libvirt().pools());
    }
}
