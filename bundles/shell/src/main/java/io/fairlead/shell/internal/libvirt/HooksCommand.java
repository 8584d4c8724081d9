package io.fairlead.shell.internal.libvirt;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.libvirt.GuestMay;
import io.fairlead.api.libvirt.LibvirtHosts;
import io.fairlead.shell.internal.ShellCommand;
import io.fairlead.shell.internal.words.Choice;
import io.fairlead.shell.internal.words.JsonWords;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.SequencedMap;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code libvirt:hooks}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=libvirt",
        CommandProcessor.COMMAND_FUNCTION + "=hooks"})
public final class HooksCommand extends LibvirtCommand<HooksCommand.HooksWords> {

    /** What can be done with the hooks. */
    enum Action {
        INSTALL, REMOVE, STATUS
    }

    /** {@code install}, {@code remove} or {@code status}. */
    static final class Actions extends Choice<Action> {
        Actions() {
            super(words());
        }

        private static SequencedMap<String, Action> words() {
            SequencedMap<String, Action> words = new LinkedHashMap<>(
                    of("install", Action.INSTALL, "remove", Action.REMOVE));
            words.put("status", Action.STATUS);
            return words;
        }
    }

    /** Words with commas between, or {@code none}. */
    static final class MayList implements ITypeConverter<Set<GuestMay>> {
        @Override
        public Set<GuestMay> convert(String text) {
            Set<GuestMay> may = EnumSet.noneOf(GuestMay.class);
            if (!text.equalsIgnoreCase("none")) {
                for (String word : text.split(",", -1)) {
                    may.add(GuestMay.of(word.strip()).orElseThrow(() -> new TypeConversionException(
                            "none, or one or more of trust, spoofCheck, rates, linkState with commas between")));
                }
            }
            return may;
        }
    }

    @Command(name = "libvirt:hooks", description = "Install, remove or show the hooks that give guests' VFs what libvirt cannot: trust, spoof check, rates, link state. What each guest wishes stands in its metadata; what it may wish for is said here, and is nothing at first. Install again to render wishes that changed.", footerHeading = "%nExamples:%n", footer = {
            "  libvirt:hooks install --keep --guests-may trust,rates", "  libvirt:hooks status",
            "  libvirt:hooks remove --keep"})
    static final class HooksWords extends JsonWords {

        @Parameters(index = "0", paramLabel = "install|remove|status", converter = Actions.class, completionCandidates = Actions.class, description = "What to do.")
        Action action;

        @Option(names = "--guests-may", paramLabel = "LIST", converter = MayList.class, description = "What guests may wish for: trust, spoofCheck, rates, linkState, with commas between, or none; left as it is if not given.")
        Set<GuestMay> guestsMay;

        @Option(names = "--keep", description = "Needed to install and to remove: libvirt reads hooks below /etc alone, so they cannot be tried.")
        boolean keep;

        @Option(names = "--adopt", description = "Keep somebody else's file at a place of ours aside, and take its place.")
        boolean adopt;
    }

    @Activate
    public HooksCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<LibvirtHosts> libvirt) {
        super(libvirt);
    }

    @Override
    public HooksWords description() {
        return new HooksWords();
    }

    @Override
    protected Object run(CommandSession session, HooksWords words) {
        if (words.action != Action.INSTALL && (words.adopt || words.guestsMay != null)) {
            throw new FairleadException(Kind.USAGE,
                    "--adopt and --guests-may are for libvirt:hooks install: leave them out");
        }
        if (words.action != Action.STATUS && !words.keep) {
            throw new FairleadException(Kind.USAGE,
                    "libvirt reads hooks below /etc/libvirt/hooks alone, so they cannot be tried until the next boot: say --keep");
        }
        return new HookScreen(switch (words.action) {
            case INSTALL -> libvirt().installHooks(words.adopt, Optional.ofNullable(words.guestsMay));
            case REMOVE -> libvirt().removeHooks();
            case STATUS -> libvirt().hooks();
        }, words.action != Action.STATUS);
    }

}
