package io.fairlead.api.kernel;

import java.util.List;

/**
 * Something that the boot loader offers to boot.
 *
 * @param title as the menu shows it, the titles of menus above it before it
 * @param arguments what the kernel is given, each as the kernel takes it for one
 * @param file where it is written
 * @param line the line with the arguments, from 1
 * @param byDefault whether it is booted when nobody chooses
 * @param once whether it is booted the next time alone, whatever is the default
 * @param recovery whether it is meant for rescue: such an entry may lack arguments
 */
public record BootEntry(String title, List<String> arguments, String file, int line, boolean byDefault, boolean once,
        boolean recovery) {

    /** Keeps its own copy. */
    public BootEntry {
        arguments = List.copyOf(arguments);
    }

    /** Where it is written: {@code /boot/grub/grub.cfg line 120}. */
    public String place() {
        return "%s line %d".formatted(file, line);
    }
}
