package io.fairlead.kernel.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.api.Printable;
import io.fairlead.api.kernel.ArgumentChange;
import io.fairlead.api.kernel.BootArguments;
import io.fairlead.api.kernel.KernelArguments;
import io.fairlead.api.kernel.Readiness;
import io.fairlead.host.Commands;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostFiles;
import io.fairlead.host.OwnFiles;
import io.fairlead.host.WriterLock;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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

    /** Works on the arguments as what a document declares, one at a time with all that changes them. */
    synchronized <T> T declared(Function<DeclaredArguments, T> work) {
        return reading(() -> work.apply(new DeclaredArguments(host, writerLock)));
    }

    private ArgumentChanger changer() {
        return changer(host, Loaders.find(host, Booted.read(host.files())), writerLock);
    }

    /**
     * What changes the arguments that are kept with a boot loader.
     *
     * @throws FairleadException {@code NOT_CAPABLE} where none can be kept
     */
    static ArgumentChanger changer(Host host, Loader loader, WriterLock writerLock) {
        Keeper keeper = loader.keeper().orElseThrow(() -> new FairleadException(Kind.NOT_CAPABLE,
                "the kernel's arguments cannot be configured on this host: " + loader.withoutKeeper()));
        return new ArgumentChanger(host.files(), loader, keeper, Booted.read(host.files()).arguments(), writerLock);
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
