package io.fairlead.shell.internal.words;

import picocli.CommandLine.Parameters;

/** The words of a command on one PF. */
public abstract class PfWords extends JsonWords {

    /** The label by which completion knows that a PF is wanted. */
    public static final String PF = "PF";

    @Parameters(index = "0", paramLabel = PF, description = "The physical function: its interface, PCI address, mac:ADDRESS, driver:NAME#N or VENDOR:DEVICE#N.")
    String pf;

    /** The selector as it was given; only the inventory knows whether it is one. */
    public String pf() {
        return pf;
    }
}
