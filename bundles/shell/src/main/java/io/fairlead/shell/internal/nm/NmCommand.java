package io.fairlead.shell.internal.nm;

import io.fairlead.api.networkmanager.NetworkManager;
import io.fairlead.shell.internal.TypedCommand;
import io.fairlead.shell.internal.words.Words;
import java.util.Optional;

/**
 * A command that asks NetworkManager's service.
 *
 * @param <W> what its words can say
 */
abstract class NmCommand<W extends Words> extends TypedCommand<W> {

    private final Optional<NetworkManager> manager;

    NmCommand(Optional<NetworkManager> manager) {
        this.manager = manager;
    }

    final NetworkManager manager() {
        return need(manager, NetworkManager.class, "io.fairlead.networkmanager");
    }
}
