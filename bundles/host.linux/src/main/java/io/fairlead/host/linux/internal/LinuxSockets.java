package io.fairlead.host.linux.internal;

import io.fairlead.host.HostPath;
import io.fairlead.host.Sockets;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The host's UNIX sockets by the JDK's channels. */
@Component
public final class LinuxSockets implements Sockets {

    private final HostRoots roots;

    @Activate
    public LinuxSockets(BundleContext context) {
        this(HostRoots.of(context));
    }

    LinuxSockets(HostRoots roots) {
        this.roots = roots;
    }

    @Override
    public SocketChannel connect(HostPath socket) throws IOException {
        Path path = roots.resolve(socket);
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            // To a UNIX socket that is done at once or fails, with EAGAIN when the queue is full: unix(7).
            channel.connect(UnixDomainSocketAddress.of(path));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            if (Files.notExists(path)) {
                // The channel itself says it in words only.
                throw new NoSuchFileException(path.toString());
            }
            throw e;
        }
    }
}
