package io.fairlead.kernel.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What the running kernel tells of how it was booted.
 *
 * @param arguments its own
 * @param loader what the loader called itself in the firmware's variable LoaderInfo: {@code systemd-boot 257.8},
 *            {@code GRUB 2.12}; empty without EFI, and with older GRUBs
 * @param unified whether the kernel came in a unified kernel image (the variable StubInfo, systemd-stub(7))
 */
record Booted(List<Argument> arguments, Optional<String> loader, boolean unified) {

    /** The vendor of the variables of systemd-boot (https://systemd.io/BOOT_LOADER_INTERFACE). */
    private static final String VENDOR = "-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f";
    private static final HostPath VARIABLES = HostPath.SYS.resolve("firmware/efi/efivars");
    private static final HostPath CMDLINE = HostPath.PROC.resolve("cmdline");
    /** A variable's attributes stand before its value (Documentation/filesystems/efivarfs.rst). */
    private static final int ATTRIBUTES = 4;

    static Booted read(HostFiles files) {
        return new Booted(CommandLine.parse(commandLine(files)), variable(files, "LoaderInfo"),
                variable(files, "StubInfo").isPresent());
    }

    /** One character a byte, as the kernel sees it. */
    private static String commandLine(HostFiles files) {
        try {
            return files.content(CMDLINE).map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                    .orElseThrow(() -> new FairleadException(Kind.HOST_FAILED,
                            "%s is not there: mount proc on /proc".formatted(CMDLINE)));
        } catch (UncheckedIOException e) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "the arguments of the running kernel cannot be read: " + e.getMessage(), e);
        }
    }

    /** The text of a boot loader's variable in the firmware, if it is there and may be read. */
    static Optional<String> variable(HostFiles files, String name) {
        try {
            return files.content(VARIABLES.resolve(name + VENDOR)).filter(bytes -> bytes.length > ATTRIBUTES)
                    .map(bytes -> new String(bytes, ATTRIBUTES, bytes.length - ATTRIBUTES, StandardCharsets.UTF_16LE))
                    .map(text -> text.replace("\0", "").strip()).filter(text -> !text.isEmpty());
        } catch (UncheckedIOException _) {
            return Optional.empty();
        }
    }

    /**
     * The kernel's file as GRUB names it in {@code BOOT_IMAGE=}, without the disk; pxelinux and others say that too, so
     * that it proves nothing alone (grub_cmd_linux, grub-core/loader/i386/linux.c).
     */
    Optional<String> image() {
        return ArgumentRules.last("BOOT_IMAGE", arguments).flatMap(Argument::value)
                .map(image -> image.startsWith("(") ? image.substring(image.indexOf(')') + 1) : image);
    }

    boolean loadedBy(String loaderName) {
        return loader.filter(name -> name.startsWith(loaderName)).isPresent();
    }
}
