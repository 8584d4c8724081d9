package io.fairlead.shell.internal.words;

import picocli.CommandLine.Option;

/** The words of a command whose result can be had as JSON. */
public abstract class JsonWords extends Words {

    @Option(names = "--json", order = JSON_ORDER, description = "Print JSON; what is unknown is null.")
    boolean json;

    @Override
    public boolean json() {
        return json;
    }
}
