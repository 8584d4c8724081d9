package io.fairlead.api.kernel;

import java.util.Optional;

/**
 * What boots a host.
 *
 * @param kind which
 * @param generated the file or directory that holds its entries, {@code /boot/grub/grub.cfg}; empty where there is none,
 *            or none that can be read
 * @param bootedThis whether the running kernel is known to have come by it; if not, whether the next boot will is not
 *            known either
 */
public record BootLoader(Kind kind, Optional<String> generated, boolean bootedThis) {

    /** Boot loaders. */
    public enum Kind {
        /** GRUB with its entries in grub.cfg. */
        GRUB("GRUB"),
        /** GRUB with its entries in files of the Boot Loader Specification. */
        GRUB_BLS("GRUB with boot loader entries"),
        /** systemd-boot, or what else boots entries that kernel-install writes. */
        SYSTEMD_BOOT("systemd-boot"),
        /** systemd-boot on partitions that proxmox-boot-tool keeps, and that are not mounted. */
        PROXMOX("systemd-boot by proxmox-boot-tool"),
        /** An image that holds kernel and arguments in one. */
        UNIFIED_IMAGE("a unified kernel image"),
        /** None that is configured here: network boot, an emulator's own, a container. */
        NONE("none that is configured here");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** Its name for a person. */
        public String label() {
            return label;
        }
    }
}
