package io.fairlead.kernel.internal;

import java.util.Optional;

/** Finds the boot loader of this host. */
final class Loaders {

    private Loaders() {
    }

    /**
     * The one that the firmware or the kernel says booted this, else the one that is configured: a host that was booted
     * past its boot loader for once, as in an emulator with {@code -kernel}, can still be configured.
     */
    static Loader find(Host host, Booted booted) {
        Optional<Loader> grub = GrubLoader.find(host, booted).map(Loader.class::cast);
        Optional<Loader> entries = EntryFileLoader.find(host, booted).map(Loader.class::cast);
        boolean notByGrub = booted.loadedBy("systemd-boot") || (booted.unified() && !booted.loadedBy("GRUB"));
        return (notByGrub ? entries.or(() -> grub) : grub.or(() -> entries))
                .orElseGet(() -> new NoLoader(host.files()));
    }
}
