package io.fairlead.kernel.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.api.Printable;
import io.fairlead.api.kernel.ArgumentChange;
import io.fairlead.api.kernel.BootArguments;
import io.fairlead.api.kernel.KernelArguments;
import io.fairlead.api.kernel.Readiness;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.host.Commands;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostFiles;
import io.fairlead.host.OwnFiles;
import io.fairlead.host.WriterLock;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The kernel's arguments of the host that the host's services stand for. */
@Component(service = {KernelArguments.class, KernelService.class})
public final class KernelService implements KernelArguments {

    private final Host host;
    private final WriterLock writerLock;
    private final Optional<Inventory> inventory;

    /** On this host. */
    @Activate
    public KernelService(@Reference HostFiles files, @Reference OwnFiles own, @Reference DurableFiles durable,
            @Reference Commands commands, @Reference WriterLock writerLock,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Inventory> inventory) {
        this.host = new Host(files, own, durable, commands);
        this.writerLock = writerLock;
        this.inventory = inventory;
    }

    @Override
    public BootArguments arguments() {
        return reading(() -> {
            Booted booted = Booted.read(host.files());
            NextBoot next = Loaders.find(host, booted).read();
            List<String> notes = new ArrayList<>(next.notes());
            if (host.files().exists(ReadinessCheck.MISPLACED)) {
                notes.add("%s is there, and nobody reads it: GRUB's file is %s".formatted(ReadinessCheck.MISPLACED,
                        GrubDefaults.MAIN));
            }
            return new BootArguments(Argument.texts(booted.arguments()), next.loader(), next.entries(),
                    next.configured(), notes);
        });
    }

    @Override
    public Readiness check() {
        return reading(() -> {
            Booted booted = Booted.read(host.files());
            return new ReadinessCheck(host.files(), booted, Loaders.find(host, booted), inventory).run();
        });
    }

    @Override
    public synchronized ArgumentChange add(List<String> arguments, boolean adopt) {
        List<Argument> wanted = ArgumentText.parse(arguments);
        return reading(() -> changer().add(wanted, adopt));
    }

    @Override
    public synchronized ArgumentChange remove(List<String> arguments, boolean adopt) {
        List<Argument> unwanted = ArgumentText.parse(arguments);
        return reading(() -> changer().remove(unwanted, adopt));
    }

    /** The arguments that we keep now; none where no boot loader can be configured. */
    List<String> kept() {
        return reading(() -> loader().keeper().map(Keeper::kept).map(Argument::texts).orElse(List.of()));
    }

    /** Those of the arguments that the next boot does not have. */
    List<String> missing(List<String> arguments) {
        return reading(() -> {
            List<Argument> wanted = arguments.isEmpty() ? List.of() : ArgumentText.parse(arguments);
            return Argument.texts(ArgumentChanger.missing(wanted, loader().read()));
        });
    }

    /** The way back to what is configured now. */
    List<UndoStep> nativeUndo() {
        return reading(() -> loader().keeper().map(Keeper::nativeUndo).orElse(List.of()));
    }

    private Loader loader() {
        return Loaders.find(host, Booted.read(host.files()));
    }

    private ArgumentChanger changer() {
        Booted booted = Booted.read(host.files());
        Loader loader = Loaders.find(host, booted);
        Keeper keeper = loader.keeper().orElseThrow(() -> new FairleadException(Kind.NOT_CAPABLE,
                "the kernel's arguments cannot be configured on this host: " + loader.withoutKeeper()));
        return new ArgumentChanger(host.files(), loader, keeper, booted.arguments(), writerLock);
    }

    private static <T> T reading(Supplier<T> look) {
        try {
            return look.get();
        } catch (UncheckedIOException e) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "the boot configuration cannot be read: " + Printable.of(String.valueOf(e.getMessage())), e);
        }
    }
}
