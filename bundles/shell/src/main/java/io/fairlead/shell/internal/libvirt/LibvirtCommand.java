package io.fairlead.shell.internal.libvirt;

import io.fairlead.api.libvirt.LibvirtHosts;
import io.fairlead.shell.internal.TypedCommand;
import io.fairlead.shell.internal.words.Words;
import java.util.Optional;

/**
 * A command that asks libvirt's service.
 *
 * @param <W> what its words can say
 */
abstract class LibvirtCommand<W extends Words> extends TypedCommand<W> {

    private final Optional<LibvirtHosts> libvirt;

    LibvirtCommand(Optional<LibvirtHosts> libvirt) {
        this.libvirt = libvirt;
    }

    final LibvirtHosts libvirt() {
        return need(libvirt, LibvirtHosts.class, "io.fairlead.libvirt");
    }
}
