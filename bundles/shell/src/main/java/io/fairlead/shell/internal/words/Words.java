package io.fairlead.shell.internal.words;

import picocli.CommandLine.Option;

/** What the words of every command can say; picocli fills the fields of a fresh object for each call. */
public abstract class Words {

    static final int JSON_ORDER = 100;
    static final int HELP_ORDER = 101;

    @Option(names = {"-h", "--help"}, usageHelp = true, order = HELP_ORDER, description = "Show this help.")
    boolean help;

    /** Whether the result is wanted as JSON. */
    public boolean json() {
        return false;
    }
}
