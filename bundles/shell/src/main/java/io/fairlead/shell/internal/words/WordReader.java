package io.fairlead.shell.internal.words;

import static java.util.stream.Collectors.joining;

import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.FairleadException;
import io.fairlead.api.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MaxValuesExceededException;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;
import picocli.CommandLine;

/**
 * Reads the words after a command's name into an object with picocli's annotations. What is wrong with them becomes one
 * sentence that names the argument, its value, the limit and what to do.
 */
public final class WordReader {

    private static final Pattern OPTION = Pattern.compile("(--?[A-Za-z][^=]*)(=.*)?", Pattern.DOTALL);

    private WordReader() {
    }

    /**
     * Fills {@code into}.
     *
     * @param into an object with picocli's annotations, used for this call alone
     * @param words as Gogo gives them: text mostly, but a variable can stand for any object or for none
     * @return the help text, when the words ask for that and for nothing else
     * @throws FairleadException {@link Kind#USAGE}
     */
    public static Optional<String> read(Object into, List<Object> words) {
        // picocli would replace a word @FILE by what is in that file.
        CommandLine command = new CommandLine(into).setExpandAtFiles(false).setPosixClusteredShortOptionsAllowed(false);
        String[] texts = texts(command.getCommandName(), words);
        refuseUnknownOptions(command, texts);
        try {
            return command.parseArgs(texts).isUsageHelpRequested() ? Optional.of(help(into)) : Optional.empty();
        } catch (ParameterException e) {
            throw new FairleadException(Kind.USAGE, sentence(command, e), e);
        }
    }

    /** What {@code --help} prints for the command that an annotated object describes. */
    public static String help(Object annotated) {
        // The separator is for the reader's eyes: both "--vlan 100" and "--vlan=100" are understood.
        CommandLine command = new CommandLine(annotated).setSeparator(" ");
        command.getCommandSpec().usageMessage().sortOptions(false).sortSynopsis(false);
        return command.getUsageMessage(Ansi.OFF).stripTrailing();
    }

    private static String[] texts(String command, List<Object> words) {
        List<String> texts = new ArrayList<>();
        for (Object word : words) {
            if (word == null) {
                throw new FairleadException(Kind.USAGE,
                        "argument %d of %s is missing: the variable that stands for it is not set"
                                .formatted(texts.size() + 1, command));
            }
            texts.add(word.toString());
        }
        return texts.toArray(String[]::new);
    }

    /** Before anything else, since an unknown option would shift the arguments behind it and blame them. */
    private static void refuseUnknownOptions(CommandLine command, String[] texts) {
        for (String text : texts) {
            if (text.equals("--")) {
                return;
            }
            var option = OPTION.matcher(text);
            if (option.matches() && !command.getCommandSpec().optionsMap().containsKey(option.group(1))) {
                List<String> near = new UnmatchedArgumentException(command, List.of(text)).getSuggestions();
                throw new FairleadException(Kind.USAGE, "%s knows no option %s: %s".formatted(command.getCommandName(),
                        Printable.quoted(option.group(1)),
                        near.isEmpty() ? see(command) : "did you mean " + or(near) + "?"));
            }
        }
    }

    private static String sentence(CommandLine command, ParameterException wrong) {
        String name = command.getCommandName();
        return switch (wrong) {
            case MissingParameterException missing when missing.getMissing().getFirst() instanceof OptionSpec option ->
                "%s of %s needs a value: give %s %s".formatted(option.longestName(), name, option.longestName(),
                        option.paramLabel());
            case MissingParameterException missing -> "%s needs %s: give %s".formatted(name,
                    missing.getMissing().stream().map(ArgSpec::paramLabel).collect(joining(" and ")),
                    synopsis(command));
            case UnmatchedArgumentException more -> tooMany(command, more.getUnmatched().getFirst());
            case OverwrittenOptionException twice -> twice.getOverwritten() instanceof OptionSpec option
                    ? "%s was given twice to %s: give it once".formatted(option.longestName(), name)
                    : tooMany(command, String.valueOf(twice.getValue()));
            case MaxValuesExceededException _ -> "%s was given too many values: %s".formatted(name, see(command));
            default -> wrong.getArgSpec() != null && wrong.getCause() instanceof TypeConversionException expected
                    ? "%s cannot be %s: give %s".formatted(label(wrong.getArgSpec()),
                            Printable.quoted(wrong.getValue()),
                            expected.getMessage())
                    : "%s: %s: %s".formatted(name, Printable.of(wrong.getMessage()), see(command));
        };
    }

    private static String tooMany(CommandLine command, String word) {
        return "%s takes no further argument %s: give %s".formatted(command.getCommandName(), Printable.quoted(word),
                synopsis(command));
    }

    private static String label(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static String synopsis(CommandLine command) {
        String arguments = command.getCommandSpec().positionalParameters().stream().map(PositionalParamSpec::paramLabel)
                .collect(joining(" "));
        return (command.getCommandName() + " " + arguments).strip();
    }

    private static String see(CommandLine command) {
        return "see " + command.getCommandName() + " --help";
    }

    private static String or(List<String> words) {
        return String.join(" or ", words);
    }
}
