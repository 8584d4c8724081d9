package io.fairlead.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.control.wire.Frames;
import io.fairlead.control.wire.Message;
import io.fairlead.control.wire.Message.Ended;
import io.fairlead.control.wire.Message.FromDaemon;
import io.fairlead.control.wire.Message.Output;
import io.fairlead.control.wire.Message.Refused;
import io.fairlead.control.wire.Message.Request;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody gets whose commands a daemon runs, with the built demo: real processes, a real socket, a simulated host. */
class DaemonTest {

    private static final Path TARGET = Path.of(System.getProperty("fairlead.target"));
    private static final String IGB = "igb";
    private static final String LARGE = "large";
    private static final int CLIENTS = 16;
    private static final int COMMANDS = 50;

    @TempDir
    private Path directory;
    private Path socket;
    private Process daemon;

    /** How a process ended. */
    private record End(int status, String out, String err) {
    }

    @BeforeEach
    void startDaemon() throws Exception {
        socket = directory.resolve("control.sock");
        daemon = daemon(IGB);
    }

    @AfterEach
    void killDaemon() throws Exception {
        daemon.destroyForcibly().waitFor();
    }

    @Test
    void a_command_runs_in_it_with_its_results_its_errors_and_its_status() throws Exception {
        End list = end(fairlead("--timing", "-c", "sriov:list; echo $1"));
        assertThat(list.out()).contains("eno4", "eno5");
        assertThat(list.err()).contains("to the daemon (pid %d)".formatted(daemon.pid()), "command took");
        assertThat(list.status()).isZero();

        End refused = end(fairlead("sriov:setVfs", "eno5", "4"));
        assertThat(refused).isEqualTo(new End(3, "", refused.err()));
        assertThat(refused.err()).matches("fairlead: [^\n]*guest t1[^\n]*\n");

        assertThat(end(fairlead("sriov:setVfs", "eno4", "3")).status()).isZero();
        assertThat(end(fairlead("sriov:list")).out()).as("what another client did").containsPattern("eno4 .* 3/7");
    }

    @Test
    void arguments_reach_a_command_as_they_are() throws Exception {
        assertThat(end(fairlead("echo", "$(id)", "a  b", "", ";", "{x}")).out()).isEqualTo("$(id) a  b  ; {x}\n");
    }

    @Test
    void standard_input_is_read_by_commands_that_read_and_by_no_other() throws Exception {
        Process reading = fairlead("grep", "two");
        reading.getOutputStream().write("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
        assertThat(end(reading).out()).isEqualTo("two\n");

        Process list = fairlead();
        list.getOutputStream().write("echo one\necho two; nope\necho three\n".getBytes(StandardCharsets.UTF_8));
        End end = end(list);
        assertThat(end.out()).isEqualTo("one\ntwo\n");
        assertThat(end.status()).isEqualTo(2);

        Process loop = fairlead(List.of("sh", "-c", "while read -r word; do \"$@\" echo \"$word\"; done", "sh"),
                List.of());
        loop.getOutputStream().write("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
        assertThat(end(loop).out()).as("what the first did not read is there for the second").isEqualTo("one\ntwo\n");
    }

    @Test
    void a_signal_interrupts_the_command_and_not_the_daemon() throws Exception {
        Process client = fairlead("-c", "echo begun; sleep 600; echo ended");
        assertThat(client.inputReader().readLine()).isEqualTo("begun");

        client.toHandle().destroy();

        End end = end(client);
        assertThat(end.err()).contains("interrupted");
        assertThat(end.out()).isEmpty();
        assertThat(end.status()).isEqualTo(143);
        assertThat(end(fairlead("echo", "alive")).out()).isEqualTo("alive\n");
    }

    @Test
    void a_client_whose_daemon_is_killed_says_so_and_the_next_daemon_takes_the_socket_over() throws Exception {
        Process client = fairlead("-c", "echo begun; sleep 600");
        assertThat(client.inputReader().readLine()).isEqualTo("begun");

        daemon.destroyForcibly().waitFor();

        End end = end(client);
        assertThat(end.status()).isEqualTo(4);
        assertThat(end.err()).matches("fairlead: the daemon ended before [^\n]+\n");
        assertThat(socket).as("what it left").exists();
        assertThat(end(fairlead("echo", "alone")).out()).as("in a process of its own").isEqualTo("alone\n");

        daemon = daemon(IGB);
        assertThat(end(fairlead("--timing", "echo", "x")).err()).contains("(pid %d)".formatted(daemon.pid()));
    }

    @Test
    void a_daemon_that_is_asked_to_end_ends_the_commands_first_and_leaves_nothing() throws Exception {
        Process client = fairlead("-c", "echo begun; sleep 600; echo ended");
        assertThat(client.inputReader().readLine()).isEqualTo("begun");

        daemon.toHandle().destroy();

        assertThat(end(client).status()).isEqualTo(130);
        End end = end(daemon);
        assertThat(end).isEqualTo(new End(143, "", ""));
        assertThat(socket).doesNotExist();
        assertThat(directory.resolve("run")).isEmptyDirectory();
    }

    @Test
    void a_second_daemon_is_refused_and_told_of_the_first() throws Exception {
        End second = end(fairlead("--daemon"));

        assertThat(second.status()).isEqualTo(4);
        assertThat(second.err())
                .matches("fairlead: the daemon runs already \\(pid %d\\)[^\n]+\n".formatted(daemon.pid()));
        assertThat(end(fairlead("--timing", "echo", "x")).err()).contains("(pid %d)".formatted(daemon.pid()));
    }

    @Test
    void a_daemon_that_lacks_a_bundle_is_never_ready_and_says_which() throws Exception {
        Path bundles = Files.createDirectory(directory.resolve("bundles"));
        try (Stream<Path> all = Files.list(TARGET.resolve("demo/bundles"))) {
            for (Path jar : all.filter(path -> !path.getFileName().toString().startsWith("io.fairlead.sriov"))
                    .toList()) {
                Files.copy(jar, bundles.resolve(jar.getFileName()));
            }
        }
        List<String> options = List.of("-Dfairlead.bundles=" + bundles,
                "-Dfairlead.control=" + directory.resolve("second.sock"));

        End end = end(fairlead(List.of(), options, "--daemon"));

        assertThat(end.status()).isEqualTo(4);
        assertThat(end.err()).contains("fairlead: the daemon is not ready: ").contains("lacks its inventory");
    }

    @Test
    void the_socket_is_for_its_user_alone() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket))).isEqualTo("rw-------");
    }

    @Test
    void sixteen_clients_get_fifty_right_answers_each_beside_one_that_does_not_read_and_one_that_talks_nonsense()
            throws Exception {
        killDaemon();
        daemon = daemon(LARGE);
        List<String> pfs = ask("-c", "sriov:list").out().lines().skip(1)
                .map(line -> line.substring(0, line.indexOf(' '))).toList();
        assertThat(pfs).hasSizeGreaterThanOrEqualTo(CLIENTS);
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS); SocketChannel deaf = connect()) {
            frames(deaf).write(request("-c", "sriov:list --json; ".repeat(50) + "sriov:list --json"));
            List<Future<List<String>>> wrong = new ArrayList<>();
            for (String pf : pfs.subList(0, CLIENTS)) {
                wrong.add(clients.submit(() -> wrongAnswers(pf)));
            }
            for (Future<List<String>> answers : wrong) {
                assertThat(answers.get(5, TimeUnit.MINUTES)).isEmpty();
            }
        }
        assertThat(daemon.isAlive()).isTrue();
    }

    /** Fifty commands about a PF of its own, some of which change it, and some of which fail. */
    private List<String> wrongAnswers(String pf) throws IOException {
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < COMMANDS; i++) {
            int count = 1 + i % 7;
            End end = switch (i % 5) {
                case 0 -> ask("sriov:setVfs", pf, String.valueOf(count));
                case 1 -> ask("-c", "sriov:show %s | grep VFs:".formatted(pf));
                case 2 -> ask("sriov:setVfs", pf, "1000");
                case 3 -> ask("echo", pf, "$(id)");
                default -> nonsense();
            };
            boolean right = switch (i % 5) {
                case 0 -> end.status() == 0 && end.out().startsWith(pf + ": " + count + " VF");
                case 1 -> end.status() == 0 && end.out().strip().equals("VFs: %d of 128".formatted(1 + (i - 1) % 7));
                case 2 ->
                    end.status() == 2 && end.err().startsWith("fairlead: 1000 VFs on " + pf + " are out of range");
                case 3 -> end.equals(new End(0, pf + " $(id)\n", ""));
                default -> end.err().startsWith("a message has 1 to");
            };
            if (!right) {
                wrong.add(i + ": " + end);
            }
        }
        return wrong;
    }

    private End nonsense() throws IOException {
        try (SocketChannel channel = connect()) {
            channel.write(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            return heard(frames(channel));
        }
    }

    /** As the client does, but with no process for each. */
    private End ask(String... words) throws IOException {
        try (SocketChannel channel = connect()) {
            Frames frames = frames(channel);
            frames.write(request(words));
            return heard(frames);
        }
    }

    private static End heard(Frames frames) throws IOException {
        StringBuilder out = new StringBuilder();
        StringBuilder err = new StringBuilder();
        for (Optional<FromDaemon> said = frames.readFromDaemon(); said.isPresent(); said = frames.readFromDaemon()) {
            switch (said.get()) {
                case Output output -> (output.stream() == Message.Stream.OUT ? out : err)
                        .append(StandardCharsets.UTF_8.decode(output.bytes()));
                case Refused(String reason) -> {
                    return new End(-1, "", reason);
                }
                case Ended(int status) -> {
                    return new End(status, out.toString(), err.toString());
                }
                default -> {
                    // that it was accepted
                }
            }
        }
        return new End(-1, out.toString(), err.toString());
    }

    private static Request request(String... words) {
        return new Request(Message.VERSION, List.of(words), Map.of(), false);
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    private static Frames frames(SocketChannel channel) {
        return new Frames(Channels.newInputStream(channel), Channels.newOutputStream(channel));
    }

    private Process daemon(String host) throws Exception {
        Process started = fairlead(List.of(), List.of("-Dfairlead.set.io.fairlead.host.simulated/host=" + host),
                "--daemon");
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!answers()) {
            assertThat(started.isAlive()).as("the daemon lives").isTrue();
            assertThat(System.nanoTime()).as("the daemon answers within a minute").isLessThan(deadline);
            Thread.onSpinWait();
        }
        return started;
    }

    /** One that is starting lets its clients wait; a socket that a killed one left lets none connect. */
    private boolean answers() {
        try {
            return ask("echo", "x").status() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    private Process fairlead(String... words) throws IOException {
        return fairlead(List.of(), List.of(), words);
    }

    /** Before goes before the command line, and options come last of Java's. */
    private Process fairlead(List<String> before, List<String> options, String... words) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=deny", "-XX:TieredStopAtLevel=1", "-Xmx64m",
                "-Dfairlead.bundles=" + TARGET.resolve("demo/bundles"), "-Dfairlead.run=" + directory.resolve("run"),
                "-Dfairlead.control=" + socket, "-Dfairlead.set.io.fairlead.host.simulated/host=" + IGB));
        command.addAll(options);
        command.addAll(List.of("-jar", TARGET.resolve("demo/lib/fairlead.jar").toString()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).start();
    }

    private static End end(Process process) throws Exception {
        process.getOutputStream().close();
        String out = process.inputReader(StandardCharsets.UTF_8).readAllAsString();
        String err = process.errorReader(StandardCharsets.UTF_8).readAllAsString();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("ended").isTrue();
        return new End(process.exitValue(), out, err);
    }
}
