package io.fairlead.shell.internal.host;

import io.fairlead.api.lifecycle.Lifecycle;
import io.fairlead.shell.internal.TypedCommand;
import io.fairlead.shell.internal.words.Words;
import java.util.Optional;

/**
 * A command on the declared host.
 *
 * @param <W> its words
 */
abstract class HostCommand<W extends Words> extends TypedCommand<W> {

    /** Who brings the services. */
    static final String BUNDLE = "io.fairlead.lifecycle";

    private final Optional<Lifecycle> lifecycle;

    HostCommand(Optional<Lifecycle> lifecycle) {
        this.lifecycle = lifecycle;
    }

    /** The service, or a refusal that says which is missing and who brings it. */
    static <S> S required(Optional<S> service, Class<S> type, String bundle) {
        return need(service, type, bundle);
    }

    /** The service, or a refusal that says what is missing. */
    Lifecycle lifecycle() {
        return need(lifecycle, Lifecycle.class, BUNDLE);
    }
}
