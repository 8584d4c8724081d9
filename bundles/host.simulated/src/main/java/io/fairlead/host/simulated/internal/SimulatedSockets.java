package io.fairlead.host.simulated.internal;

import io.fairlead.host.HostPath;
import io.fairlead.host.Sockets;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.NoSuchFileException;

/** A simulated host has no daemons, and so nobody who listens. */
public final class SimulatedSockets implements Sockets {

    @Override
    public SocketChannel connect(HostPath socket) throws IOException {
        throw new NoSuchFileException(socket.toString(), null, "No such file or directory");
    }
}
