package io.fairlead.shell.internal;

import io.fairlead.api.ClientSide;
import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import org.apache.felix.service.command.CommandSession;

/** Who gives a command. */
public final class Clients {

    private Clients() {
    }

    /**
     * Whoever gave the commands of this session.
     *
     * @throws FairleadException {@code HOST_FAILED} when that is not known
     */
    public static ClientSide of(CommandSession session) {
        if (session.get(ClientSide.VARIABLE) instanceof ClientSide client) {
            return client;
        }
        throw new FairleadException(Kind.HOST_FAILED,
                "it is not known who gives this command, nor where its files are: give it by the program fairlead, or in its shell");
    }
}
