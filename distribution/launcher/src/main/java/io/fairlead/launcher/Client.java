package io.fairlead.launcher;

import io.fairlead.control.wire.Frames;
import io.fairlead.control.wire.MalformedException;
import io.fairlead.control.wire.Message;
import io.fairlead.control.wire.Message.Accepted;
import io.fairlead.control.wire.Message.Ended;
import io.fairlead.control.wire.Message.FromDaemon;
import io.fairlead.control.wire.Message.Interrupt;
import io.fairlead.control.wire.Message.Output;
import io.fairlead.control.wire.Message.Refused;
import io.fairlead.control.wire.Message.Request;
import io.fairlead.control.wire.Message.Stream;
import io.fairlead.control.wire.Message.WantFile;
import io.fairlead.control.wire.Message.WantInput;
import io.fairlead.control.wire.Message.WantMore;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Has a command line run by the daemon. What the command prints, asks for and ends with is this process's; a signal that
 * ends this process interrupts the command first.
 */
final class Client {

    /** Those that the daemon may know: ClientSide.ENVIRONMENT of io.fairlead.api. */
    private static final Set<String> VARIABLES = Set.of("SSH_CONNECTION", "SUDO_USER", "LANG", "TERM", "NO_COLOR",
            "COLUMNS");
    /** A daemon that is just starting lets its clients wait; under an emulated processor that takes 15 s. */
    private static final Duration TO_ACCEPT = Duration.ofSeconds(30);
    /** The daemon gives an interrupted command 10 s. */
    private static final Duration TO_PUT_BACK = Duration.ofSeconds(12);

    private static final int INTERNAL_ERROR = 1;
    private static final int USAGE = 2;
    private static final int NO_DAEMON = 4;
    private static final String TIMING = "--timing";

    private final Path socket;
    private final SocketChannel channel;
    private final Frames frames;
    private final Answers answers = new Answers();
    private final ExecutorService answering = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("fairlead answers").factory());
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private final OutputStream err = new FileOutputStream(FileDescriptor.err);
    private final CountDownLatch accepted = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private Optional<IOException> lost = Optional.empty();

    private Client(Path socket, SocketChannel channel) {
        this.socket = socket;
        this.channel = channel;
        this.frames = new Frames(Channels.newInputStream(channel), Channels.newOutputStream(channel));
    }

    /** Connects to the daemon; empty where none listens, or not to this user. */
    static Optional<Client> connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            // To a UNIX socket that is done at once or fails, with EAGAIN when too many wait: unix(7).
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.configureBlocking(true);
            return Optional.of(new Client(socket, channel));
        } catch (IOException _) {
            channel.close();
            return Optional.empty();
        }
    }

    /** Has it run; the answer is the exit status. */
    int run(List<String> words) throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::interrupt, "fairlead interrupt"));
        Thread.ofPlatform().daemon().start(this::giveUpUnlessAccepted);
        try (channel) {
            say(new Request(Message.VERSION, words, variables(), AtTerminal.is()));
            return finished(converse(words.contains(TIMING)));
        } catch (MalformedException e) {
            return failed(USAGE, e.getMessage());
        } catch (IOException _) {
            return gone();
        } finally {
            ended.countDown();
        }
    }

    private int converse(boolean timing) throws IOException {
        for (Optional<FromDaemon> said = frames.readFromDaemon(); said.isPresent(); said = frames.readFromDaemon()) {
            switch (said.get()) {
                case Accepted(long pid) -> accepted(pid, timing);
                case Output output -> print(output);
                case WantInput _ -> answering.execute(() -> answer(answers::input));
                case WantFile(String path) -> answering.execute(() -> answer(() -> answers.file(path)));
                case WantMore _ -> answering.execute(() -> answer(answers::more));
                case Refused(String reason) -> {
                    return failed(NO_DAEMON, reason);
                }
                case Ended(int status) -> {
                    return status;
                }
            }
        }
        return gone();
    }

    private void accepted(long pid, boolean timing) {
        accepted.countDown();
        if (timing) {
            long sinceStart = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
            System.err.println(String.format(Locale.ROOT, "start took %.3f s, to the daemon (pid %d)",
                    sinceStart / 1e3, pid));
        }
    }

    private void print(Output output) {
        try {
            OutputStream stream = output.stream() == Stream.OUT ? out : err;
            stream.write(output.bytes().array());
        } catch (IOException e) {
            lost = lost.or(() -> Optional.of(e));
        }
    }

    /** A command whose output was lost did not do its work; but a reader who left, such as {@code head -1}, misses nothing. */
    private int finished(int status) {
        Optional<String> missed = lost.map(Throwable::getMessage).filter(why -> !why.contains("Broken pipe"));
        return status == 0 && missed.isPresent()
                ? failed(INTERNAL_ERROR, "the output could not be written: " + missed.get())
                : status;
    }

    private int gone() {
        return accepted.getCount() > 0
                ? failed(NO_DAEMON, "the daemon at %s does not answer: see systemctl status fairlead".formatted(socket))
                : failed(NO_DAEMON,
                        "the daemon ended before it told how the command ended: look how the host stands, and see journalctl -u fairlead");
    }

    private static int failed(int status, String message) {
        System.err.println("fairlead: " + message);
        return status;
    }

    /** Something that may take as long as a terminal or a pipe takes. */
    private interface Answer {

        Message get();
    }

    private void answer(Answer answer) {
        try {
            say(answer.get());
        } catch (IOException _) {
            // The daemon is gone, as who listens to it sees too.
        }
    }

    private synchronized void say(Message message) throws IOException {
        frames.write(message);
    }

    private void giveUpUnlessAccepted() {
        try {
            if (!accepted.await(TO_ACCEPT.toMillis(), TimeUnit.MILLISECONDS)) {
                channel.close();
            }
        } catch (InterruptedException | IOException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** At this process's end, be it by a signal. */
    private void interrupt() {
        try {
            if (ended.getCount() > 0) {
                say(new Interrupt());
                ended.await(TO_PUT_BACK.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException | IOException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> variables() {
        return System.getenv().entrySet().stream().filter(variable -> VARIABLES.contains(variable.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
