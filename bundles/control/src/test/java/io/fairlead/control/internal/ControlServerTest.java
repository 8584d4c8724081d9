package io.fairlead.control.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.CommandRunner;
import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.control.wire.Frames;
import io.fairlead.control.wire.Message;
import io.fairlead.control.wire.Message.Accepted;
import io.fairlead.control.wire.Message.Ended;
import io.fairlead.control.wire.Message.FromDaemon;
import io.fairlead.control.wire.Message.Interrupt;
import io.fairlead.control.wire.Message.Output;
import io.fairlead.control.wire.Message.Piece;
import io.fairlead.control.wire.Message.Refused;
import io.fairlead.control.wire.Message.Request;
import io.fairlead.control.wire.Message.Stream;
import io.fairlead.control.wire.Message.Unreadable;
import io.fairlead.control.wire.Message.WantFile;
import io.fairlead.control.wire.Message.WantInput;
import io.fairlead.control.wire.Message.WantMore;
import io.fairlead.host.Commands;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients get at a real socket, where each test says what running a command line does. */
@Timeout(60)
class ControlServerTest {

    private static final int DONE = 0;
    private static final int INTERRUPTED = 130;

    @TempDir
    private Path directory;
    private ServerSocketChannel socket;
    private ControlServer server;
    private final List<SocketChannel> connections = new ArrayList<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @BeforeEach
    void listen() throws IOException {
        socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        socket.bind(UnixDomainSocketAddress.of(directory.resolve("s")), 128);
    }

    @AfterEach
    void close() throws Exception {
        for (SocketChannel connection : connections) {
            connection.close();
        }
        server.stop();
        socket.close();
    }

    @Test
    void a_client_is_known_by_the_kernels_word_and_tells_of_its_environment_only_what_is_asked() throws Exception {
        serve((_, _, _, _, client) -> {
            events.add("%d %s %s %s".formatted(client.uid(), client.user(), client.environment(), client.terminal()));
            return DONE;
        });

        Frames frames = connect();
        frames.write(new Request(Message.VERSION, List.of("x"), Map.of("LANG", "C", "LD_PRELOAD", "/x"), true));

        assertThat(hear(frames)).isInstanceOf(Accepted.class);
        assertThat(hear(frames)).isEqualTo(new Ended(DONE));
        assertThat(events.take()).isEqualTo("%s %s {LANG=C} true".formatted(
                Files.getAttribute(directory, "unix:uid"), Files.getOwner(directory).getName()));
    }

    @Test
    void a_file_is_read_by_the_client_piece_by_piece() throws Exception {
        serve(reading("a b"));
        Frames frames = request();

        assertThat(hear(frames)).isEqualTo(new WantFile("a b"));
        frames.write(piece("on"));
        assertThat(hear(frames)).isEqualTo(new WantMore());
        frames.write(piece("e"));
        assertThat(hear(frames)).isEqualTo(new WantMore());
        frames.write(piece(""));

        assertThat(hear(frames)).isEqualTo(new Ended(DONE));
        assertThat(events.take()).isEqualTo("one");
    }

    @Test
    void a_file_that_cannot_be_read_is_too_large_or_no_text_is_a_wrong_word() throws Exception {
        serve(reading("f"));

        Frames unreadable = request();
        hear(unreadable);
        unreadable.write(new Unreadable("permission denied"));
        assertThat(events.take()).isEqualTo("USAGE 'f' cannot be read: permission denied; give a readable file");

        Frames large = request();
        while (hear(large) instanceof WantFile || events.isEmpty()) {
            large.write(new Piece(ByteBuffer.allocate(Message.LONGEST_PIECE)));
        }
        assertThat(events.take()).startsWith("USAGE 'f' cannot be read: it is larger than 1048576 bytes");

        Frames binary = request();
        hear(binary);
        binary.write(new Piece(ByteBuffer.wrap(new byte[]{(byte) 0xff})));
        hear(binary);
        binary.write(piece(""));
        assertThat(events.take()).startsWith("USAGE 'f' cannot be read: it is no text in UTF-8");
    }

    @Test
    void input_is_asked_for_when_it_is_read() throws Exception {
        serve((_, in, out, _, _) -> copy(in, out));
        Frames frames = request();

        assertThat(hear(frames)).isEqualTo(new WantInput());
        frames.write(piece("one"));
        assertThat(hear(frames)).isEqualTo(new Output(Stream.OUT, bytes("one")));
        assertThat(hear(frames)).isEqualTo(new WantInput());
        frames.write(piece(""));

        assertThat(hear(frames)).isEqualTo(new Ended(DONE));
    }

    @Test
    void a_client_that_interrupts_and_one_that_leaves_end_their_command_alone() throws Exception {
        serve((words, _, _, _, _) -> waitForInterrupt(words.getFirst()));
        Frames interrupting = request("one");
        Frames leaving = request("two");
        request("three");
        assertThat(List.of(events.take(), events.take(), events.take())).containsExactlyInAnyOrder("one begins",
                "two begins", "three begins");

        interrupting.write(new Interrupt());
        assertThat(events.take()).isEqualTo("one is interrupted");
        assertThat(hear(interrupting)).isEqualTo(new Ended(INTERRUPTED));

        connections.get(1).close();
        assertThat(events.take()).isEqualTo("two is interrupted");
        assertThat(leaving).isNotNull();
        assertThat(events).as("the third goes on").isEmpty();
    }

    @Test
    void who_makes_no_sense_is_told_why_and_harms_nobody() throws Exception {
        serve((words, _, _, _, _) -> words.getFirst().equals("wait") ? waitForInterrupt("it") : DONE);

        Frames noRequest = connect();
        noRequest.write(new Interrupt());
        assertThat(hear(noRequest)).isEqualTo(new Refused("a client begins with its request"));

        Frames other = connect();
        other.write(new Request(7, List.of("x"), Map.of(), false));
        assertThat(((Refused) hear(other)).reason()).contains("version 7");

        Frames unasked = request("wait");
        assertThat(events.take()).isEqualTo("it begins");
        unasked.write(piece("x"));
        assertThat(hear(unasked)).isEqualTo(new Refused("nobody asked for what a client sent"));
        assertThat(events.take()).isEqualTo("it is interrupted");

        assertThat(hear(request("x"))).isEqualTo(new Ended(DONE));
    }

    @Test
    void a_client_that_does_not_listen_holds_up_itself_alone() throws Exception {
        CountDownLatch full = new CountDownLatch(1);
        serve((words, _, out, _, _) -> {
            if (words.getFirst().equals("deaf")) {
                full.countDown();
                copy(new ByteArrayInputStream(new byte[8 << 20]), out);
                events.add("all of it");
            }
            return DONE;
        });
        request("deaf");
        full.await();

        for (int i = 0; i < 100; i++) {
            assertThat(hear(request("x"))).isEqualTo(new Ended(DONE));
        }

        assertThat(events).isEmpty();
        connections.getFirst().close();
        assertThat(events.poll(30, TimeUnit.SECONDS)).as("what waited ends with its client").isNotNull();
    }

    @Test
    void one_client_too_many_is_refused_until_another_one_leaves() throws Exception {
        serve((_, _, _, _, _) -> waitForInterrupt("it"));
        for (int i = 0; i < 64; i++) {
            request("x");
        }

        Frames refused = connect();
        assertThat(hear(refused)).isEqualTo(new Refused("the daemon serves 64 clients already: wait until one ends"));
    }

    @Test
    void stopping_interrupts_commands_waits_for_them_and_tells_their_clients_and_the_socket_serves_the_next()
            throws Exception {
        serve((_, _, _, _, _) -> waitForInterrupt("it"));
        Frames frames = request();
        assertThat(events.take()).isEqualTo("it begins");

        server.stop();

        assertThat(events.take()).isEqualTo("it is interrupted");
        assertThat(hear(frames)).isEqualTo(new Ended(INTERRUPTED));
        serve((_, _, _, _, _) -> DONE);
        assertThat(hear(request())).isEqualTo(new Ended(DONE));
    }

    private void serve(CommandRunner runner) throws IOException {
        server = new ControlServer(socket, runner, new IdAlone());
    }

    private CommandRunner reading(String path) {
        return (_, _, _, _, client) -> {
            try {
                events.add(client.readFile(path));
            } catch (FairleadException e) {
                events.add(e.kind() + " " + e.getMessage());
            }
            return DONE;
        };
    }

    private int waitForInterrupt(String name) {
        events.add(name + " begins");
        try {
            new CountDownLatch(1).await();
            return DONE;
        } catch (InterruptedException _) {
            events.add(name + " is interrupted");
            return INTERRUPTED;
        }
    }

    private static int copy(InputStream in, OutputStream out) {
        try {
            in.transferTo(out);
            return DONE;
        } catch (IOException _) {
            return INTERRUPTED;
        }
    }

    private Frames connect() throws IOException {
        SocketChannel channel = SocketChannel.open(socket.getLocalAddress());
        connections.add(channel);
        return new Frames(Channels.newInputStream(channel), Channels.newOutputStream(channel));
    }

    /** A connection whose request was accepted. */
    private Frames request(String... words) throws IOException {
        Frames frames = connect();
        frames.write(new Request(Message.VERSION, List.of(words), Map.of(), false));
        assertThat(hear(frames)).isInstanceOf(Accepted.class);
        return frames;
    }

    private static FromDaemon hear(Frames frames) throws IOException {
        return frames.readFromDaemon().orElseThrow();
    }

    private static Piece piece(String text) {
        return new Piece(bytes(text));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A host whose one program is id(1). */
    private static final class IdAlone implements Commands {

        @Override
        public Result run(Duration bound, List<String> arguments, String input) {
            try {
                Process id = new ProcessBuilder(arguments).start();
                return new Result(0, new String(id.getInputStream().readAllBytes(), StandardCharsets.UTF_8), "");
            } catch (IOException e) {
                throw new FairleadException(Kind.HOST_FAILED, "no id", e);
            }
        }

        @Override
        public boolean has(String program) {
            return program.equals("id");
        }
    }
}
