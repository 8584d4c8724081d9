package io.fairlead.dbus.internal;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Listens in the place of the system bus, and does with each connection as a test says. */
final class Listener implements AutoCloseable {

    /** What is done with a connection, in a thread of its own. */
    interface Service {
        void serve(SocketChannel client) throws IOException;
    }

    private final ServerSocketChannel server;
    private final Queue<SocketChannel> clients = new ConcurrentLinkedQueue<>();
    private final AtomicInteger accepted = new AtomicInteger();

    Listener(Path root, Service service) throws IOException {
        Path socket = root.resolve("run/dbus/system_bus_socket");
        Files.createDirectories(socket.getParent());
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket), 4);
        Thread.ofVirtual().start(() -> accept(service));
    }

    /** Takes connections and hands them through to the real bus. */
    static Listener through(Path root, TestBus to) throws IOException {
        return new Listener(root, client -> {
            try (SocketChannel real = SocketChannel.open(UnixDomainSocketAddress.of(to.socket()))) {
                Thread back = Thread.ofVirtual().start(() -> copy(real, client));
                copy(client, real);
                back.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void copy(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try {
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
            from.close();
            to.close();
        } catch (IOException _) {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private void accept(Service service) {
        while (true) {
            try {
                SocketChannel client = server.accept();
                accepted.incrementAndGet();
                clients.add(client);
                Thread.ofVirtual().start(() -> {
                    try {
                        service.serve(client);
                    } catch (IOException _) {
                        closeQuietly(client);
                    }
                });
            } catch (IOException _) {
                return;
            }
        }
    }

    /** How many connections there were. */
    int accepted() {
        return accepted.get();
    }

    /** Ends all connections there are. */
    void cut() {
        for (SocketChannel client; (client = clients.poll()) != null;) {
            closeQuietly(client);
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // It is of no more use either way.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
