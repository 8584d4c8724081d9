package io.fairlead.control.internal;

import io.fairlead.api.CommandRunner;
import io.fairlead.control.wire.Frames;
import io.fairlead.control.wire.Message.Request;
import io.fairlead.host.Commands;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves clients at a socket that whoever started the framework listens at and registers as a service; it stays open when
 * this component is replaced. Who may connect is the matter of the socket's file.
 */
@Component(service = ControlServer.class, immediate = true)
public final class ControlServer {

    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    /** So many clients are served at once; one more is refused with the reason. */
    private static final int MOST_CLIENTS = 64;
    private static final Duration TO_ASK = Duration.ofSeconds(10);
    /** An interrupted command has 10 s to put things back. */
    private static final Duration TO_END = Duration.ofSeconds(12);
    private static final Duration BEFORE_NEXT_TRY = Duration.ofSeconds(1);

    private final ServerSocketChannel socket;
    private final CommandRunner runner;
    private final Commands commands;
    private final Selector selector;
    private final ScheduledExecutorService clock = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("fairlead-control-clock").factory());
    private final Map<SocketChannel, Client> clients = new ConcurrentHashMap<>();
    private final Thread thread = Thread.ofPlatform().daemon().name("fairlead-control").unstarted(this::accept);
    private volatile boolean stopped;

    /** A client and the thread that serves it. */
    private record Client(Connection connection, Thread thread) {
    }

    /** Begins to serve. */
    @Activate
    public ControlServer(@Reference(target = "(io.fairlead.control=socket)") ServerSocketChannel socket,
            @Reference CommandRunner runner, @Reference Commands commands) throws IOException {
        this.socket = socket;
        this.runner = runner;
        this.commands = commands;
        this.selector = Selector.open();
        socket.configureBlocking(false);
        socket.register(selector, SelectionKey.OP_ACCEPT);
        thread.start();
    }

    /** Interrupts the commands that run, and gives them time to put things back and their clients time to hear of it. */
    @Deactivate
    void stop() throws InterruptedException, IOException {
        stopped = true;
        selector.wakeup();
        thread.join();
        selector.close();
        clients.values().forEach(client -> client.connection().interrupt());
        long end = System.nanoTime() + TO_END.toNanos();
        for (Client client : clients.values()) {
            client.thread().join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
        }
        clients.keySet().forEach(ControlServer::close);
        clock.shutdownNow();
    }

    private void accept() {
        while (!stopped) {
            try {
                selector.select();
                selector.selectedKeys().clear();
                SocketChannel channel = socket.accept();
                if (channel != null) {
                    welcome(channel);
                }
            } catch (IOException e) {
                LOG.warn("A client cannot be let in at {}: {}", socket, e.getMessage());
                pause();
            }
        }
    }

    private void welcome(SocketChannel channel) throws IOException {
        try {
            Frames frames = new Frames(Channels.newInputStream(channel), Channels.newOutputStream(channel));
            Connection connection = new Connection(runner, Peer.of(channel, commands), frames, channel);
            if (clients.size() >= MOST_CLIENTS) {
                connection.refuse("the daemon serves %d clients already: wait until one ends".formatted(MOST_CLIENTS));
                channel.close();
                return;
            }
            Thread server = Thread.ofVirtual().name("fairlead-control-client")
                    .unstarted(() -> serve(channel, connection));
            clients.put(channel, new Client(connection, server));
            server.start();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void serve(SocketChannel channel, Connection connection) {
        Future<?> late = clock.schedule(() -> close(channel), TO_ASK.toMillis(), TimeUnit.MILLISECONDS);
        try (channel) {
            Optional<Request> request = connection.request();
            if (late.cancel(false) && request.isPresent()) {
                connection.serve(request.get());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("a connection does not close", e);
        } finally {
            clients.remove(channel);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("a connection does not close", e);
        }
    }

    /** So that what is short, such as file descriptors, can come free. */
    private static void pause() {
        try {
            Thread.sleep(BEFORE_NEXT_TRY);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
