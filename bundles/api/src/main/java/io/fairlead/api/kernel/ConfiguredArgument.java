package io.fairlead.api.kernel;

/**
 * An argument in a file that boot entries are generated from.
 *
 * @param argument {@code iommu=pt}
 * @param file which
 * @param line from 1; 0 where it could not be found out
 * @param ours whether Fairlead put it there
 */
public record ConfiguredArgument(String argument, String file, int line, boolean ours) {

    /** Where it stands: {@code /etc/default/grub line 10}. */
    public String place() {
        return line == 0 ? file : "%s line %d".formatted(file, line);
    }
}
