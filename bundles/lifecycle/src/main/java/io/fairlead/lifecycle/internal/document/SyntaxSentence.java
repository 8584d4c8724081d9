package io.fairlead.lifecycle.internal.document;

import io.fairlead.api.lifecycle.Fault;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** What a person can do about a text that is no YAML, from what the parser says of it (its ScannerImpl and ParserImpl). */
final class SyntaxSentence {

    private static final Pattern FOUND = Pattern.compile("but (?:found|got) (?:<([^>]*)>|'?([^']*)'?).*");
    private static final Pattern CHARACTER = Pattern.compile(
            "found character '(.*?)(?:\\(TAB\\))?' that cannot start.*",
            Pattern.DOTALL);

    private static final String NO_TAGS = "what begins with ! is a tag, and tags are not read here: put it in quotes if it is "
            + "meant as text";
    private static final Map<String, String> SENTENCES = Map.of("mapping values are not allowed here",
            "another key cannot begin here: look at the indentation and for a colon missing above, or put the value in quotes "
                    + "if the colon belongs to it",
            "sequence entries are not allowed here",
            "a list with dashes cannot begin here: begin a line with the dash", "mapping keys are not allowed here",
            "a question mark cannot stand here: put it in quotes if it is meant as text", "expected the node content",
            "a value has to be before this", "found unknown escape character",
            "there is no such escape in double quotes: write \\\\ for a backslash, or use single quotes",
            "expected chomping or indentation indicators", "after | and > the text begins in the next line",
            "found duplicate YAML directive", "%YAML is here twice", "found undefined tag handle", NO_TAGS,
            "expected '<document start>'",
            "the document has ended before this: look for a bracket, a quote or an indentation too much");

    private final String text;
    private final String context;
    private final String problem;
    private final Place place;
    private final Place begin;

    private SyntaxSentence(MarkedYamlEngineException e, String text) {
        this.text = text;
        this.context = Optional.ofNullable(e.getContext()).orElse("");
        this.problem = Optional.ofNullable(e.getProblem()).orElse("");
        Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
        this.place = mark.map(Place::of).orElse(Place.START);
        this.begin = e.getContextMark().map(Place::of).orElse(place);
    }

    static Fault of(YamlEngineException e, String text) {
        return switch (e) {
            case ReaderException unprintable -> unprintable(unprintable, text);
            case MarkedYamlEngineException marked -> new SyntaxSentence(marked, text).fault();
            default -> Place.START.fault("this is not YAML: " + Words.shown(String.valueOf(e.getMessage())));
        };
    }

    private static Fault unprintable(ReaderException e, String text) {
        int at = text.offsetByCodePoints(0, Math.min(e.getPosition(), text.codePointCount(0, text.length())));
        String before = text.substring(0, at);
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        int column = 1 + before.codePointCount(before.lastIndexOf('\n') + 1, before.length());
        return new Fault(line, column,
                "the character U+%04X cannot stand in YAML: leave it away, or write it as an escape in "
                        .formatted(e.getCodePoint()) + "double quotes");
    }

    private Fault fault() {
        if (problem.contains("TAB")) {
            return new Place(place.line(), 1 + Math.max(0, line(place.line()).indexOf('\t')))
                    .fault("a tab cannot indent: use spaces");
        }
        if (problem.startsWith("found unexpected end of stream")) {
            return begin.fault("the text that begins here with a quote has no closing quote");
        }
        if (problem.startsWith("found unexpected document separator")) {
            return begin.fault("the text that begins here with a quote has no closing quote before the next document");
        }
        if (problem.startsWith("could not find expected ':'")) {
            return begin.fault(line(begin.line()).matches(".*\\S:\\S.*")
                    ? "a blank has to follow the colon"
                    : "this is no KEY: VALUE, since the colon is missing");
        }
        if (context.endsWith("scanning an alias") || context.endsWith("scanning an anchor")) {
            return begin.fault("what begins with %s is a name for a value: put it in quotes if it is meant as text"
                    .formatted(context.endsWith("alias") ? "*" : "&"));
        }
        if (problem.startsWith("expected ',' or")) {
            return unclosed();
        }
        if (problem.startsWith("expected <block end>")) {
            return misplaced();
        }
        return place.fault(other());
    }

    private Fault unclosed() {
        char bracket = problem.contains("']'") ? ']' : '}';
        String what = bracket == ']' ? "list" : "mapping";
        return found().equals("stream end")
                ? begin.fault("the %s that begins here has no closing %c".formatted(what, bracket))
                : place.fault("a comma or %c has to be before this, in the %s that begins in line %d, column %d"
                        .formatted(bracket, what, begin.line(), begin.column()));
    }

    private Fault misplaced() {
        String line = line(place.line());
        int column = Math.min(place.column() - 1, line.codePointCount(0, line.length()));
        if (!line.substring(0, line.offsetByCodePoints(0, column)).isBlank()) {
            return place
                    .fault("nothing can follow here after the value: put the value in quotes if this belongs to it");
        }
        if (line.stripLeading().startsWith(":")) {
            return place.fault("there is a colon with no key before it");
        }
        if (context.contains("mapping") && line.stripLeading().startsWith("-")) {
            return place
                    .fault("an entry of a list cannot stand here, among the keys of the mapping that begins in line %d"
                            .formatted(begin.line()));
        }
        return place.fault("this is not indented like line %d, where the %s begins that it would belong to"
                .formatted(begin.line(), context.contains("mapping") ? "mapping" : "list"));
    }

    private String found() {
        Matcher found = FOUND.matcher(problem.replaceFirst("^.*?(?=but )", ""));
        return !found.matches() ? "" : found.group(1) != null ? found.group(1) : found.group(2);
    }

    private String other() {
        Matcher character = CHARACTER.matcher(problem);
        if (character.matches()) {
            return "a value cannot begin with %s: put it in quotes".formatted(Words.shown(character.group(1)));
        }
        return SENTENCES.entrySet().stream().filter(entry -> problem.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst().orElseGet(this::byContext);
    }

    private String byContext() {
        if (context.contains("directive")) {
            return "a line that begins with % is for the parser, and this one cannot be read: leave it away";
        }
        if (context.contains("tag")) {
            return NO_TAGS;
        }
        if (context.contains("double-quoted")) {
            return "this escape in double quotes is not complete: write \\\\ for a backslash, or use single quotes";
        }
        if (context.contains("block scalar")) {
            return "this text over several lines is not indented as YAML wants it: indent all its lines alike";
        }
        return "this is not YAML: " + Words.shown(problem);
    }

    private String line(int number) {
        return text.lines().skip(number - 1L).findFirst().orElse("");
    }

    /** Whether a text was probably meant as a key with a value. */
    static boolean blankMissing(Tree tree) {
        return tree instanceof Tree.Scalar scalar && !scalar.quoted() && scalar.text().matches("[A-Za-z]+:\\S.*");
    }
}
