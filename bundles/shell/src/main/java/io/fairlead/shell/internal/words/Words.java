package io.fairlead.shell.internal.words;

import picocli.CommandLine.Option;

/** What the words of every command can say; picocli fills the fields of a fresh object for each call. */
public abstract class Words {

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    boolean help;

    /** Whether the result is wanted as JSON. */
    public boolean json() {
        return false;
    }
}
