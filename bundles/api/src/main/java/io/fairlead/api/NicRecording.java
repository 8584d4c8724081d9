package io.fairlead.api;

import java.util.List;
import java.util.SortedMap;

/**
 * A PF as it was seen, with nothing in it by which the card or its host could be recognised: hardware addresses, serial numbers
 * and GUIDs are replaced, the same one everywhere by the same.
 *
 * @param pci its address
 * @param kernel the kernel's release, {@code 6.12.48+deb13-amd64}; empty where it cannot be told
 * @param files what files below its directory in sysfs hold, by their path from there, {@code virtfn0/vendor}; of a
 *            symbolic link the last component of what it points to
 * @param programs what the host's programs said of it
 */
public record NicRecording(PciAddress pci, String kernel, SortedMap<String, String> files, List<Program> programs) {

    /**
     * A program that ran.
     *
     * @param line its name and arguments, one blank between
     * @param status its exit status
     * @param text what it wrote to its standard output
     * @param error what it wrote to its standard error, without the white space at its end
     */
    public record Program(String line, int status, String text, String error) {
    }
}
