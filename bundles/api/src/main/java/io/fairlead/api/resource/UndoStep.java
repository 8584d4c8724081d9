package io.fairlead.api.resource;

import java.util.List;
import java.util.Optional;

/** One step of the way back that needs no Java: carried out by a POSIX sh program when we are dead or gone. */
public sealed interface UndoStep {

    /**
     * Write one line to a sysfs attribute; VFs that somebody holds are left.
     *
     * @param file as the host names it
     * @param value without the line's end
     */
    record WriteAttribute(String file, String value) implements UndoStep {
    }

    /**
     * Run iproute2.
     *
     * @param arguments without the program's name
     */
    record Ip(List<String> arguments) implements UndoStep {
    }

    /**
     * Put a file back.
     *
     * @param file as the host names it
     * @param content its bytes; empty to delete it
     * @param mode its permission bits, 0 to 0777
     */
    record RestoreFile(String file, Optional<byte[]> content, int mode) implements UndoStep {
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
