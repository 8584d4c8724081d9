package io.fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the process of a command line runs and ends, with {@link StandInConsole} as the only bundle. */
class LauncherTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;
    private Path bundles;
    private Path run;

    /** How a process ended. */
    private record End(int status, List<String> out, List<String> err) {
    }

    @BeforeEach
    void makeBundle() throws IOException {
        bundles = Files.createDirectory(directory.resolve("bundles"));
        run = Files.createDirectory(directory.resolve("run"));
        String name = StandInConsole.class.getName();
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", "stand-in");
        attributes.putValue("Bundle-Activator", name);
        attributes.putValue("Import-Package", "org.osgi.framework");
        String entry = name.replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(bundles.resolve("stand-in.jar"));
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            jar.putNextEntry(new JarEntry(entry));
            jar.write(StandInConsole.class.getClassLoader().getResourceAsStream(entry).readAllBytes());
        }
    }

    @Test
    void the_console_gets_the_words_as_they_are_and_gives_the_status() throws Exception {
        End end = end(start(List.of(), "echo", "$(id)", "a b", "", ";"));

        assertThat(end).isEqualTo(new End(3, List.of("echo", "$(id)", "a b", "", ";", "stopped"), List.of()));
        assertThat(run).isEmptyDirectory();
    }

    @Test
    void help_and_version_start_nothing() throws Exception {
        assertThat(end(start(List.of(), "--help")).out()).first().asString().startsWith("Usage: fairlead");
        assertThat(end(start(List.of(), "--timing", "--version")).out()).singleElement().asString()
                .startsWith("fairlead ");
        assertThat(run).isEmptyDirectory();
    }

    @Test
    void an_exception_nobody_foresaw_ends_the_process_too() throws Exception {
        End end = end(start(List.of(), "fault"));

        assertThat(end.status()).isEqualTo(1);
        assertThat(end.err())
                .containsExactly("fairlead: internal error: java.lang.IllegalStateException: a fault of ours");
    }

    @Test
    void a_signal_lets_the_command_put_things_back_and_stops_the_bundles() throws Exception {
        Process process = start(List.of(), "wait");
        BufferedReader out = process.inputReader();
        assertThat(out.readLine()).isEqualTo("waiting");

        process.toHandle().destroy();

        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(out.lines().toList()).containsExactly("put back", "stopped");
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(run).isEmptyDirectory();
    }

    @Test
    void a_bundle_that_does_not_stop_keeps_no_process() throws Exception {
        End end = end(start(List.of(), "hang-at-stop"));

        assertThat(end.status()).isZero();
        assertThat(end.err()).containsExactly("fairlead: some bundle did not stop within 5 s");
    }

    @Test
    void what_a_killed_process_left_goes_with_the_next_and_what_a_running_one_has_stays() throws Exception {
        Process killed = start(List.of(), "wait");
        assertThat(killed.inputReader().readLine()).isEqualTo("waiting");
        killed.destroyForcibly().waitFor();
        assertThat(run).isNotEmptyDirectory();
        Process running = start(List.of(), "wait");
        assertThat(running.inputReader().readLine()).isEqualTo("waiting");

        end(start(List.of(), "echo"));

        try (Stream<Path> left = Files.list(run)) {
            assertThat(left).as("the running process's").hasSize(1);
        }
        running.destroy();
        assertThat(running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(run).isEmptyDirectory();
    }

    @Test
    void a_later_directory_and_then_a_property_have_the_last_word_on_a_configuration() throws Exception {
        Path defaults = Files.createDirectory(directory.resolve("defaults"));
        Path own = Files.createDirectory(directory.resolve("own"));
        Files.writeString(defaults.resolve("io.example.cfg"), "# comment\na = 1\nb = 1\nc = 1\n");
        Files.writeString(own.resolve("io.example.cfg"), "b = \"2\" \\\\ = ä\nc = 2\n");

        End end = end(start(List.of("-Dfairlead.config=" + defaults + ":" + own + ":" + directory.resolve("none"),
                "-Dfairlead.set.io.example/c=3"), "configuration", "io/example.config"));

        assertThat(end.out()).containsExactly("a=\"1\"", "b=\"\\\"2\\\" \\\\ \\= ä\"", "c=\"3\"",
                "service.pid=\"io.example\"", "", "stopped");
    }

    private Process start(List<String> options, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=deny", "-Dstdout.encoding=UTF-8", "-Dfairlead.bundles=" + bundles,
                "-Dfairlead.run=" + run));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).start();
    }

    private static End end(Process process) throws Exception {
        process.getOutputStream().close();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("ended").isTrue();
        return new End(process.exitValue(), process.inputReader(StandardCharsets.UTF_8).lines().toList(),
                process.errorReader(StandardCharsets.UTF_8).lines().toList());
    }
}
