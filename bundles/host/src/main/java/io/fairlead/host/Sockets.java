package io.fairlead.host;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.NoSuchFileException;
import org.osgi.annotation.versioning.ProviderType;

/** UNIX sockets that programs of the host listen at. */
@ProviderType
public interface Sockets {

    /**
     * Connects to a stream socket, without ever waiting.
     *
     * @return the connection, in non-blocking mode; the caller closes it
     * @throws NoSuchFileException when it is not there
     * @throws IOException when nobody listens, or whoever listens has stopped to accept
     */
    SocketChannel connect(HostPath socket) throws IOException;
}
