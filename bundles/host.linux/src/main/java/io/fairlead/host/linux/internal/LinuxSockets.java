package io.fairlead.host.linux.internal;

import io.fairlead.host.HostPath;
import io.fairlead.host.Sockets;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
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
            // A full queue is EAGAIN, unix(7), and no connection is under way then: there is nothing to wait for.
            if (!channel.connect(UnixDomainSocketAddress.of(path))) {
                throw new IOException("its queue of connections is full");
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }
}
