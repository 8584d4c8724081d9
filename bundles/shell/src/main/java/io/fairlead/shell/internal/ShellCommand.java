package io.fairlead.shell.internal;

import org.apache.felix.service.command.Function;

/**
 * A command of ours. Gogo calls {@link Function#execute} of a service that is a {@link Function} as it is, and needs no
 * reflection on methods (CommandProxy in gogo.runtime).
 */
public interface ShellCommand extends Function {

    /** A new object with picocli's annotations that describe the command: its words, options, limits and examples. */
    Object description();
}
