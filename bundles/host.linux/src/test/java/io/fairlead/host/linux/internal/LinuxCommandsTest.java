package io.fairlead.host.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.api.FairleadException;
import io.fairlead.host.Commands;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs of the host: bounded, whatever they do. */
@Timeout(60)
class LinuxCommandsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Commands commands = new LinuxCommands();

    @Test
    void answersStatusOutputAndErrorApart() {
        assertThat(commands.run(LONG, List.of("sh", "-c", "echo out; echo err >&2; exit 3")))
                .isEqualTo(new Commands.Result(3, "out\n", "err"));
    }

    @Test
    void givesAProgramMoreThanAPipeHoldsToRead() {
        String input = "x".repeat(1 << 20);
        assertThat(commands.run(LONG, List.of("cat"), input).output()).isEqualTo(input);
    }

    @Test
    void aProgramThatReadsNothingIsNoFailure() {
        assertThat(commands.run(LONG, List.of("true"), "x".repeat(1 << 20)).status()).isZero();
    }

    @Test
    void killsWhatTakesTooLong() {
        assertThatThrownBy(() -> commands.run(Duration.ofMillis(300), List.of("sleep", "1000")))
                .isInstanceOf(FairleadException.class)
                .hasMessage("'sleep 1000' did not end within 0.3 s and was killed");
        assertThat(ProcessHandle.current().children()
                .filter(child -> child.info().command().orElse("").endsWith("/sleep")).filter(ProcessHandle::isAlive)
                .map(ProcessHandle::onExit).peek(end -> end.join())).allMatch(end -> end.isDone());
    }

    @Test
    void doesNotWaitForSomebodyWhoKeepsTheOutputOpen() {
        String pid = commands.run(LONG, List.of("sh", "-c", "sleep 45 & echo $!")).output().strip();
        assertThat(ProcessHandle.of(Long.parseLong(pid))).hasValueSatisfying(ProcessHandle::destroyForcibly);
    }

    @Test
    void refusesOutputWithoutEnd() {
        assertThatThrownBy(() -> commands.run(LONG, List.of("head", "-c", "17000000", "/dev/zero")))
                .isInstanceOf(FairleadException.class).hasMessageContaining("more than 16 MiB");
    }

    @Test
    void knowsWhatIsInstalled() {
        assertThat(commands.has("sh")).isTrue();
        assertThat(commands.has("no-such-program")).isFalse();
        assertThatThrownBy(() -> commands.run(LONG, List.of("no-such-program")))
                .hasMessage("the program no-such-program is not on the PATH");
    }
}
