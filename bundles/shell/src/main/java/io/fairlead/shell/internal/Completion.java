package io.fairlead.shell.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.Inventory;
import io.fairlead.api.lifecycle.DocumentImport;
import io.fairlead.api.lifecycle.Lifecycle;
import io.fairlead.shell.internal.host.GenerationWords;
import io.fairlead.shell.internal.host.ImportCommand;
import io.fairlead.shell.internal.words.PfWords;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What can stand in the place of a word, for the interactive shell's TAB. It is given the words up to the cursor, the
 * command first and the unfinished word last, as the console wants it (ShellCompleter of io.fairlead.console).
 */
@Component(service = Function.class, property = {Completion.COMPLETES + "=sriov", Completion.COMPLETES + "=nic",
        Completion.COMPLETES + "=nm", Completion.COMPLETES + "=unit", Completion.COMPLETES + "=kernel",
        Completion.COMPLETES + "=libvirt", Completion.COMPLETES + "=host", Completion.COMPLETES + "=vendor",
        Completion.COMPLETES + "=fairlead"})
public final class Completion implements Function<List<String>, Collection<String>> {

    /** The property by which the console finds who completes the commands of a scope. */
    static final String COMPLETES = "io.fairlead.console.completes";

    private final CommandCatalog catalog;
    private final Optional<Inventory> inventory;
    private final Optional<Lifecycle> lifecycle;
    private final Optional<DocumentImport> documents;

    @Activate
    public Completion(@Reference(policyOption = ReferencePolicyOption.GREEDY) List<ShellCommand> commands,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Inventory> inventory,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Lifecycle> lifecycle,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<DocumentImport> documents) {
        this.catalog = new CommandCatalog(commands);
        this.inventory = inventory;
        this.lifecycle = lifecycle;
        this.documents = documents;
    }

    @Override
    public Collection<String> apply(List<String> words) {
        List<String> before = words.subList(1, words.size() - 1);
        if (words.getFirst().equalsIgnoreCase(HelpCommand.NAME)) {
            return before.isEmpty() ? catalog.names() : List.of();
        }
        return catalog.find(words.getFirst()).map(entry -> candidates(entry.spec(), before, words.getLast()))
                .orElse(List.of());
    }

    private List<String> candidates(CommandSpec command, List<String> before, String word) {
        Optional<ArgSpec> value = valueWanted(command, before);
        if (value.isPresent()) {
            return candidates(value.get());
        }
        Stream<String> options = command.options().stream().map(OptionSpec::longestName)
                .filter(name -> !before.contains(name));
        if (word.startsWith("-")) {
            return options.toList();
        }
        Optional<ArgSpec> position = positionWanted(command, before);
        return position.isPresent() ? candidates(position.get()) : options.toList();
    }

    /** The option whose value comes next. */
    private static Optional<ArgSpec> valueWanted(CommandSpec command, List<String> before) {
        return before.isEmpty() ? Optional.empty() : takingValue(command, before.getLast()).map(ArgSpec.class::cast);
    }

    private static Optional<OptionSpec> takingValue(CommandSpec command, String word) {
        return Optional.ofNullable(command.optionsMap().get(word)).filter(option -> option.arity().min() > 0);
    }

    /** The position that comes next; empty when all are taken. */
    private static Optional<ArgSpec> positionWanted(CommandSpec command, List<String> before) {
        int position = 0;
        boolean value = false;
        for (String word : before) {
            if (!value && !word.startsWith("-")) {
                position++;
            }
            value = !value && takingValue(command, word).isPresent();
        }
        int next = position;
        return command.positionalParameters().stream().filter(at -> at.index().contains(next)).map(ArgSpec.class::cast)
                .findFirst();
    }

    private List<String> candidates(ArgSpec argument) {
        if (argument.paramLabel().equals(PfWords.PF)) {
            return physicalFunctions();
        }
        if (GenerationWords.areWanted(argument.paramLabel())) {
            return generations();
        }
        if (argument.paramLabel().equals(ImportCommand.FORMAT)) {
            return documents.map(DocumentImport::formats).orElse(List.of());
        }
        Iterable<String> fixed = argument.completionCandidates();
        return fixed == null ? List.of() : StreamSupport.stream(fixed.spliterator(), false).toList();
    }

    private List<String> generations() {
        try {
            return lifecycle.stream().flatMap(host -> host.history().stream())
                    .map(generation -> String.valueOf(generation.number())).toList();
        } catch (FairleadException _) {
            return List.of();
        }
    }

    private List<String> physicalFunctions() {
        try {
            return inventory.stream().flatMap(host -> host.physicalFunctions().stream())
                    .flatMap(pf -> Stream.concat(pf.name().stream(), Stream.of(pf.pci().toString()))).toList();
        } catch (FairleadException _) {
            // A key press is no place for a message; the command itself will tell.
            return List.of();
        }
    }
}
