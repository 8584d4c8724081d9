package io.fairlead.kernel.internal;

import io.fairlead.api.kernel.BootLoader;
import io.fairlead.api.kernel.BootLoader.Kind;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.util.List;
import java.util.Optional;

/** A host that boots by something that is not configured in its files: the network, an emulator's own loader, a container. */
final class NoLoader implements Loader {

    private final Optional<String> container;

    NoLoader(HostFiles files) {
        // systemd writes it as PID 1: https://systemd.io/CONTAINER_INTERFACE
        this.container = files.read(HostPath.RUN.resolve("systemd/container")).filter(name -> !name.isEmpty());
    }

    @Override
    public NextBoot read() {
        return new NextBoot(new BootLoader(Kind.NONE, Optional.empty(), false), List.of(), List.of(), List.of());
    }

    @Override
    public String place() {
        return "where this host's boot is set up";
    }

    @Override
    public Optional<Keeper> keeper() {
        return Optional.empty();
    }

    @Override
    public Optional<TrialBoot> trial() {
        return Optional.empty();
    }

    @Override
    public String withoutKeeper() {
        return container.isPresent()
                ? "this is a container, and its kernel is its host's: do it there"
                : "there is neither a grub.cfg nor boot loader entries below %s: give the arguments where this host's boot is set up (network boot, an emulator's -append)"
                        .formatted(HostPath.BOOT);
    }
}
