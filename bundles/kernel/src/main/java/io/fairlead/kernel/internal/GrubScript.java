package io.fairlead.kernel.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes a GRUB script apart into commands of words, with GRUB's quoting (info grub, Quoting). Nothing is executed:
 * variables stay as they are written.
 */
final class GrubScript {

    /**
     * A command.
     *
     * @param line where it begins, from 1
     * @param words at least one; braces that open or close a block are words of their own
     */
    record Command(int line, List<String> words) {

        String name() {
            return words.getFirst();
        }

        boolean opensBlock() {
            return words.getLast().equals("{");
        }

        boolean closesBlock() {
            return name().equals("}");
        }
    }

    private final String script;
    private final List<Command> commands = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private int position;
    private int line = 1;
    private int commandLine = 1;

    private GrubScript(String script) {
        this.script = script;
    }

    /** The commands, in order. */
    static List<Command> parse(String script) {
        GrubScript parser = new GrubScript(script);
        parser.run();
        return parser.commands;
    }

    private void run() {
        while (position < script.length()) {
            char c = script.charAt(position);
            switch (c) {
                case '\n' -> {
                    endCommand();
                    position++;
                    line++;
                    commandLine = line;
                }
                case ';' -> {
                    endCommand();
                    position++;
                }
                case ' ', '\t', '\r' -> position++;
                case '#' -> skipComment();
                default -> word();
            }
        }
        endCommand();
    }

    private void endCommand() {
        if (!words.isEmpty()) {
            commands.add(new Command(commandLine, List.copyOf(words)));
            words.clear();
        }
    }

    private void skipComment() {
        while (position < script.length() && script.charAt(position) != '\n') {
            position++;
        }
    }

    private void word() {
        if (words.isEmpty()) {
            commandLine = line;
        }
        StringBuilder word = new StringBuilder();
        boolean ended = false;
        while (!ended && position < script.length()) {
            char c = script.charAt(position);
            switch (c) {
                case ' ', '\t', '\r', '\n', ';' -> ended = true;
                case '\'' -> singleQuoted(word);
                case '"' -> doubleQuoted(word);
                case '\\' -> escaped(word);
                default -> {
                    word.append(c);
                    position++;
                }
            }
        }
        words.add(word.toString());
    }

    private void singleQuoted(StringBuilder word) {
        position++;
        while (position < script.length() && script.charAt(position) != '\'') {
            append(word, script.charAt(position));
        }
        position++;
    }

    /** Within them a backslash quotes {@code $ " \} alone. */
    private void doubleQuoted(StringBuilder word) {
        position++;
        while (position < script.length() && script.charAt(position) != '"') {
            boolean quotes = script.charAt(position) == '\\' && position + 1 < script.length()
                    && "$\"\\".indexOf(script.charAt(position + 1)) >= 0;
            position += quotes ? 1 : 0;
            append(word, script.charAt(position));
        }
        position++;
    }

    /** A backslash before the line's end joins two lines. */
    private void escaped(StringBuilder word) {
        position++;
        if (position < script.length()) {
            boolean joins = script.charAt(position) == '\n';
            append(word, script.charAt(position));
            if (joins) {
                word.setLength(word.length() - 1);
            }
        }
    }

    private void append(StringBuilder word, char c) {
        word.append(c);
        position++;
        line += c == '\n' ? 1 : 0;
    }
}
