package io.fairlead.kernel.internal;

import io.fairlead.api.resource.UndoStep;
import java.util.List;
import java.util.Optional;

/**
 * systemd-boot's choice for one boot: the variable LoaderEntryOneShot of the firmware, which systemd-boot deletes before it
 * boots (https://systemd.io/BOOT_LOADER_INTERFACE). A choice of an entry that is gone is passed over, and the default booted
 * (config_select_default_entry, src/boot/boot.c), so that taking the entry's file away is way back enough.
 */
final class SystemdBootOnce implements OnceChoice {

    private static final String SET = "set-oneshot";

    private final Host host;
    private final Booted booted;

    SystemdBootOnce(Host host, Booted booted) {
        this.host = host;
        this.booted = booted;
    }

    @Override
    public Optional<String> obstacle() {
        if (!booted.loadedBy("systemd-boot")) {
            return Optional.of("the running kernel did not come by systemd-boot, so that the next one may not either");
        }
        return host.commands().has("bootctl")
                ? Optional.empty()
                : Optional.of("bootctl is not on the PATH: install it");
    }

    @Override
    public Optional<String> chosen() {
        return Booted.variable(host.files(), "LoaderEntryOneShot");
    }

    @Override
    public void choose(String id) {
        new Generator(host.commands()).run(List.of("bootctl", SET, id));
    }

    /** An empty id deletes the variable (bootctl(1)). */
    @Override
    public void clear() {
        choose("");
    }

    @Override
    public List<UndoStep> nativeClear(String id) {
        return List.of();
    }
}
