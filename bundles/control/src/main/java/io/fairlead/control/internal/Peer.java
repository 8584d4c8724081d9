package io.fairlead.control.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.host.Commands;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import jdk.net.ExtendedSocketOptions;

/**
 * Who is at the other end of a connection, by the kernel's word (SO_PEERCRED, unix(7)).
 *
 * @param uid the user's number; -1 where the host does not know it
 * @param user the user's name, or its number where it has none
 */
record Peer(long uid, String user) {

    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final long UNKNOWN = -1;

    static Peer of(SocketChannel channel, Commands commands) throws IOException {
        String user = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
        return new Peer(number(user, commands), user);
    }

    /** The JDK gives the user's name and keeps the number to itself. */
    private static long number(String user, Commands commands) {
        if (user.equals("root")) {
            return 0;
        }
        try {
            return Long.parseLong(
                    user.matches("\\d+") ? user : commands.run(BOUND, List.of("id", "-u", user)).output().strip());
        } catch (FairleadException | NumberFormatException _) {
            return UNKNOWN;
        }
    }
}
