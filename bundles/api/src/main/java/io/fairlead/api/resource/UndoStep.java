package io.fairlead.api.resource;

import java.util.List;
import java.util.Optional;

/**
 * One step of the way back that needs no Java: carried out by a POSIX sh program when we are dead or gone. Nothing in a
 * step but a file's content and a program's input may hold white space.
 */
public sealed interface UndoStep {

    /**
     * Put a file back. Directories above it are made where they are missing.
     *
     * @param file as the host names it
     * @param content its bytes; empty to delete it
     * @param mode its permission bits, 0 to 07777
     */
    record RestoreFile(String file, Optional<byte[]> content, int mode) implements UndoStep {
    }

    /**
     * Delete a directory if it is empty.
     *
     * @param directory as the host names it
     */
    record PruneDirectory(String directory) implements UndoStep {
    }

    /**
     * Run a native program of ours. It checks for holders itself, leaves what is held, and then ends with the status
     * {@value #HELD} and says on its standard output whose it is, one line a holder.
     *
     * @param program the {@link NativeProgram#name name}
     * @param arguments without the program's name
     * @param input what it reads from its standard input
     */
    record RunNative(String program, List<String> arguments, String input) implements UndoStep {

        /** The exit status of a program that left alone what somebody holds. */
        public static final int HELD = 3;
    }

    /**
     * Make a daemon read its configuration again, or a generator run again.
     *
     * @param daemon which
     */
    record Reload(Daemon daemon) implements UndoStep {
    }

    /** What can be told to read its configuration again. */
    enum Daemon {
        /** {@code systemctl daemon-reload}. */
        SYSTEMD,
        /** {@code udevadm control --reload}, and a {@code change} of the network devices. */
        UDEV,
        /** NetworkManager. */
        NETWORK_MANAGER,
        /** libvirtd, or virtqemud and virtnetworkd. */
        LIBVIRT,
        /** The boot loader's generator. */
        BOOT_LOADER
    }
}
