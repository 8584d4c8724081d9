package io.fairlead.kernel.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Printable;
import io.fairlead.api.kernel.ArgumentChange;
import io.fairlead.api.kernel.BootEntry;
import io.fairlead.api.kernel.ConfiguredArgument;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.WriterLock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes the arguments that we keep with one boot loader: writes, generates, reads back, and where the result is not
 * what was asked for puts everything back.
 */
final class ArgumentChanger {

    private final HostFiles files;
    private final Loader loader;
    private final Keeper keeper;
    private final List<Argument> running;
    private final WriterLock writerLock;

    /**
     * A changer.
     *
     * @param running the arguments of the running kernel
     */
    ArgumentChanger(HostFiles files, Loader loader, Keeper keeper, List<Argument> running, WriterLock writerLock) {
        this.files = files;
        this.loader = loader;
        this.keeper = keeper;
        this.running = running;
        this.writerLock = writerLock;
    }

    /** See {@link io.fairlead.api.kernel.KernelArguments#add}. */
    ArgumentChange add(List<Argument> wanted, boolean adopt) {
        NextBoot before = loader.read();
        List<Argument> missing = missing(wanted, before);
        if (missing.isEmpty()) {
            return done(wanted, true, false, before);
        }
        List<Argument> kept = new ArrayList<>(keeper.kept());
        kept.removeIf(old -> missing.stream().anyMatch(argument -> argument.same(old)
                || ArgumentRules.contradict(argument, old)));
        kept.addAll(missing);
        NextBoot after = change(kept, adopt, now -> missing(missing, now).stream().findFirst().map(this::notThere));
        return done(wanted, true, true, after);
    }

    /** See {@link io.fairlead.api.kernel.KernelArguments#remove}. */
    ArgumentChange remove(List<Argument> unwanted, boolean adopt) {
        NextBoot before = loader.read();
        List<Argument> kept = new ArrayList<>(keeper.kept());
        List<Argument> gone = kept.stream().filter(old -> unwanted.stream().anyMatch(argument -> means(argument, old)))
                .toList();
        unwanted.stream().filter(argument -> gone.stream().noneMatch(old -> means(argument, old)))
                .forEach(argument -> refuseForeign(argument, before));
        if (gone.isEmpty()) {
            return done(unwanted, false, false, before);
        }
        kept.removeAll(gone);
        NextBoot after = change(kept, adopt, now -> gone.stream()
                .filter(argument -> missing(List.of(argument), now).isEmpty() && now.foreign(argument).isEmpty()
                        && !now.entries().isEmpty())
                .findFirst().map(this::stillThere));
        return done(gone, false, true, after);
    }

    /** Has exactly these kept, whatever they come to: what was once kept is to be so again. */
    void restore(List<Argument> kept) {
        if (!Argument.texts(keeper.kept()).equals(Argument.texts(kept))) {
            change(kept, false, _ -> Optional.empty());
        }
    }

    /** An argument without a value means that of any value. */
    private static boolean means(Argument asked, Argument kept) {
        return asked.value().isPresent() ? asked.same(kept) : asked.named(kept.name());
    }

    /** Whether something is wrong with what was generated. */
    private interface Verdict {

        /** Why, and what to do: a sentence's end. */
        Optional<String> objection(NextBoot now);
    }

    private NextBoot change(List<Argument> kept, boolean adopt, Verdict verdict) {
        writerLock.claim();
        Map<HostPath, Optional<byte[]>> generated = new HashMap<>();
        keeper.generated().forEach(file -> generated.put(file, files.content(file)));
        Runnable undo = keeper.keep(kept, adopt);
        try {
            keeper.generate();
            NextBoot now = loader.read();
            Optional<String> objection = verdict.objection(now).or(() -> tooLong(now));
            if (objection.isPresent()) {
                throw new FairleadException(Kind.NOT_CAPABLE, objection.get());
            }
            return now;
        } catch (FairleadException e) {
            putBack(undo, generated, e);
            throw new FairleadException(e.kind(), e.getMessage() + "; everything is as before", e);
        } catch (RuntimeException e) {
            putBack(undo, generated, e);
            throw e;
        }
    }

    private void putBack(Runnable undo, Map<HostPath, Optional<byte[]>> generated, RuntimeException why) {
        try {
            undo.run();
            boolean differs = generated.entrySet().stream().anyMatch(file -> !Arrays
                    .equals(file.getValue().orElse(null), files.content(file.getKey()).orElse(null)));
            if (differs) {
                keeper.generate();
            }
        } catch (RuntimeException e) {
            FairleadException worse = new FairleadException(Kind.HOST_FAILED,
                    "%s, and putting it back failed too (%s): look at %s and run the boot loader's generator by hand"
                            .formatted(why.getMessage(), e.getMessage(), keeper.file()),
                    e);
            worse.addSuppressed(why);
            throw worse;
        }
    }

    /** Those that the default entry does not have in effect; where entries cannot be read, those that we do not keep. */
    static List<Argument> missing(List<Argument> wanted, NextBoot boot) {
        Optional<BootEntry> entry = boot.byDefault();
        List<Argument> line = entry.map(NextBoot::arguments).orElseGet(() -> configured(boot));
        return wanted.stream().filter(argument -> !ArgumentRules.inEffect(argument, line)).toList();
    }

    private static List<Argument> configured(NextBoot boot) {
        return boot.configured().stream().map(place -> Argument.of(place.argument())).toList();
    }

    private String notThere(Argument argument) {
        String why = keeper.overrides(argument).or(() -> loader.read().byDefault().map(
                entry -> "the entry that boots by default, %s (%s), is not made from %s".formatted(
                        Printable.quoted(entry.title()), entry.place(), keeper.file())))
                .orElse("no boot entry has it");
        return "%s would not be in effect at the next boot, since %s".formatted(argument.text(), why);
    }

    private String stillThere(Argument argument) {
        String where = loader.read().byDefault().map(BootEntry::place).orElse("the boot loader's configuration");
        return "%s is still in %s: look there for what puts it in".formatted(argument.text(), where);
    }

    private static Optional<String> tooLong(NextBoot now) {
        return now.entries().stream()
                .filter(entry -> String.join(" ", entry.arguments()).length() >= CommandLine.MOST_CHARACTERS)
                .findFirst()
                .map(entry -> "the arguments of %s would have %d characters or more, and the kernel drops what comes after: keep fewer"
                        .formatted(Printable.quoted(entry.title()), CommandLine.MOST_CHARACTERS));
    }

    private static void refuseForeign(Argument argument, NextBoot boot) {
        boot.configured().stream().filter(place -> !place.ours() && means(argument, Argument.of(place.argument())))
                .findFirst().map(ConfiguredArgument::place).or(() -> boot.byDefault()
                        .filter(entry -> NextBoot.arguments(entry).stream().anyMatch(found -> means(argument, found)))
                        .map(BootEntry::place))
                .ifPresent(place -> {
                    throw new FairleadException(Kind.NOT_CAPABLE,
                            "%s was put into %s by somebody else, and nothing was changed: take it out there, then generate the boot entries anew"
                                    .formatted(argument.text(), place));
                });
    }

    private ArgumentChange done(List<Argument> arguments, boolean present, boolean written, NextBoot now) {
        boolean reboot = arguments.stream()
                .anyMatch(argument -> present != ArgumentRules.inEffect(argument, running)
                        && (present || now.foreign(argument).isEmpty()));
        return new ArgumentChange(Argument.texts(arguments), present, written, keeper.file().toString(),
                now.entries().isEmpty() ? "" : now.loader().generated().orElse(""), reboot,
                new ChangeNotes(arguments, present, now).notes());
    }
}
