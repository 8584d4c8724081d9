package io.fairlead.dbus.internal;

import io.fairlead.host.Sockets;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real dbus-daemon on a socket of its own, and daemons on it. */
final class TestBus implements AutoCloseable {

    /** What a peer is called where a test has one. */
    static final String NAME = "io.fairlead.test";

    private static final long BOUND_SECONDS = 20;

    private final Path directory;
    private final List<Process> processes = new ArrayList<>();
    private Process daemon;

    /**
     * Starts the bus.
     *
     * @param directory short enough for a socket's name, 108 bytes
     */
    TestBus(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory.resolve("run/dbus"));
        Files.createDirectories(directory.resolve("services"));
        Files.writeString(directory.resolve("bus.conf"),
                resource("bus.conf").replace("@DIRECTORY@", directory.toString()));
        Files.writeString(directory.resolve("peer.py"), resource("peer.py"));
        start();
    }

    private static String resource(String name) throws IOException {
        try (var in = TestBus.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Starts the bus's daemon, when it is not running; it accepts connections then. */
    void start() throws IOException {
        Files.deleteIfExists(socket());
        daemon = run("dbus-daemon", "--nofork", "--nopidfile", "--nosyslog", "--print-address=1",
                "--config-file=" + directory.resolve("bus.conf"));
        awaitLine(daemon);
    }

    /** A peer run by root, which owns {@link #NAME}. */
    Process peer() throws IOException {
        return peer(List.of());
    }

    /** The same by another user. */
    Process peerOf(String user) throws IOException {
        return peer(List.of("setpriv", "--reuid=" + user, "--clear-groups"));
    }

    private Process peer(List<String> by) throws IOException {
        List<String> arguments = new ArrayList<>(by);
        arguments.addAll(List.of("/usr/bin/python3", directory.resolve("peer.py").toString(), address(), NAME));
        Process peer = run(arguments.toArray(String[]::new));
        awaitLine(peer);
        return peer;
    }

    private Process run(String... arguments) throws IOException {
        Process process = new ProcessBuilder(arguments).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        processes.add(process);
        return process;
    }

    private static void awaitLine(Process process) throws IOException {
        if (process.inputReader().readLine() == null) {
            throw new IOException(process.info().commandLine().orElse("a process") + " ended at once");
        }
    }

    Path directory() {
        return directory;
    }

    Path socket() {
        return directory.resolve("run/dbus/system_bus_socket");
    }

    String address() {
        return "unix:path=" + socket();
    }

    Process daemon() {
        return daemon;
    }

    /** The host's sockets, below the test's directory. */
    Sockets sockets() {
        return socketsBelow(directory);
    }

    /** The sockets of a host whose root directory is another. */
    static Sockets socketsBelow(Path root) {
        return socket -> {
            Path path = Path.of(root + socket.toString());
            if (Files.notExists(path)) {
                throw new NoSuchFileException(path.toString());
            }
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.configureBlocking(false);
                channel.connect(UnixDomainSocketAddress.of(path));
                return channel;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        };
    }

    /** Sends a signal: {@code STOP}, {@code CONT}. */
    static void signal(Process process, String name) throws IOException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().onExit().join();
    }

    /** Ends a process by SIGKILL, and waits for its end. */
    static void kill(Process process) {
        process.destroyForcibly().onExit().orTimeout(BOUND_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        processes.forEach(TestBus::kill);
    }
}
