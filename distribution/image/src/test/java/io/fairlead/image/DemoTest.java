package io.fairlead.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody gets who runs commands of the built demo, and starts the built image. */
class DemoTest {

    private static final Path TARGET = Path.of(System.getProperty("fairlead.target"));

    @TempDir
    private Path directory;

    /** How a process ended. */
    private record End(int status, String out, String err) {
    }

    @Test
    void a_list_prints_the_result_of_each_command_and_nothing_else() throws Exception {
        End end = demo("igb", "-c", "sriov:setVfs eno4 7 --probe off; sriov:list; sriov:show eno4 | grep driver");

        assertThat(end.err()).isEmpty();
        assertThat(end.status()).isZero();
        assertThat(end.out())
                .containsSubsequence("eno4: 7 VFs (was 0)", "NAME", "eno4", "7/7", "off", "eno5", "driver: igb")
                .doesNotContain("\u001b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"2 | sriov:show nope", "2 | sriov:show $(id)", "2 | sriov:show ../../etc",
            "2 | sriov:lsit", "2 | sriov:setVfs eno4 8", "2 | sriov:setVfs eno4 -1", "3 | sriov:setVfs eno5 4"})
    void a_refusal_is_one_sentence_on_standard_error(int status, String command) throws Exception {
        End end = demo("igb", command.split(" "));

        assertThat(end.err()).matches("fairlead: [^\n]+\n");
        assertThat(end.status()).isEqualTo(status);
        assertThat(end.out()).isEmpty();
    }

    @Test
    void a_reader_who_leaves_early_is_no_failure() throws Exception {
        Process process = start("large", "sriov:list", "--json");
        assertThat(process.getInputStream().read()).isEqualTo('[');
        process.getInputStream().close();

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.errorReader().lines().toList()).isEmpty();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void a_list_can_come_on_standard_input() throws Exception {
        Process process = start("igb");
        process.getOutputStream().write("echo one\necho two; nope\necho three\n".getBytes(StandardCharsets.UTF_8));

        End end = end(process);

        assertThat(end.out()).isEqualTo("one\ntwo\n");
        assertThat(end.status()).isEqualTo(2);
    }

    @Test
    void timing_tells_the_start_and_each_command_apart() throws Exception {
        End end = demo("igb", "--timing", "-c", "sriov:list; nic:drivers");

        assertThat(end.err())
                .matches("start took \\d+\\.\\d{3} s\ncommand took \\d+\\.\\d{3} s\ncommand took \\d+\\.\\d{3} s\n");
    }

    @Test
    void the_image_starts_by_a_link_with_its_own_runtime_and_has_no_simulated_host() throws Exception {
        Path home;
        try (Stream<Path> images = Files.list(TARGET)) {
            home = images.filter(path -> path.getFileName().toString().startsWith("fairlead-"))
                    .filter(Files::isDirectory).findFirst().orElseThrow().resolve("fairlead");
        }
        Path link = Files.createSymbolicLink(directory.resolve("fl"),
                Files.createSymbolicLink(directory.resolve("fairlead"), home.resolve("bin/fairlead")).getFileName());
        ProcessBuilder builder = new ProcessBuilder(link.toString(), "felix:lb");
        builder.environment().clear();

        End end = end(builder.start());

        assertThat(end.err()).isEmpty();
        assertThat(end.out()).contains("Fairlead Linux host").doesNotContain("simulated").doesNotContain("Installed");
        assertThat(end.status()).isZero();
    }

    private static End demo(String host, String... words) throws Exception {
        return end(start(host, words));
    }

    private static Process start(String host, String... words) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--sun-misc-unsafe-memory-access=deny", "-XX:TieredStopAtLevel=1", "-Xmx64m",
                        "-Dfairlead.bundles=" + TARGET.resolve("demo/bundles"),
                        "-Dfairlead.set.io.fairlead.host.simulated/host=" + host, "-jar",
                        TARGET.resolve("demo/lib/fairlead.jar").toString()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).start();
    }

    private static End end(Process process) throws Exception {
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("ended").isTrue();
        return new End(process.exitValue(), out, err);
    }
}
