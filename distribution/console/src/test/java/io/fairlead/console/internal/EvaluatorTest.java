package io.fairlead.console.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Process;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the user of a list of commands gets, on a real Gogo. */
class EvaluatorTest {

    private final CommandProcessorImpl processor = new CommandProcessorImpl(null);
    private final Told told = new Told();
    private final List<Object> received = Collections.synchronizedList(new ArrayList<>());
    private final ByteArrayOutputStream streams = new ByteArrayOutputStream();

    @AfterEach
    void stop() {
        processor.stop();
    }

    @Test
    void prints_the_result_of_each_command_of_a_list() {
        add("one", (_, _) -> "1");
        add("two", (_, _) -> List.of("2", "3"));

        assertThat(evaluator().run("one; two; one")).isZero();

        assertThat(told.results).containsExactly("1\n", "2\n3\n", "1\n");
    }

    @Test
    void ends_at_the_first_failure_and_with_its_status() {
        add("one", (_, _) -> "1");
        add("refused", (_, _) -> {
            throw new FairleadException(Kind.IN_USE, "VF 0 of eno4 is held by guest t1");
        });

        assertThat(evaluator().run("one; refused; one")).isEqualTo(3);

        assertThat(told.results).containsExactly("1\n");
        assertThat(told.failures).containsExactly("VF 0 of eno4 is held by guest t1");
    }

    @Test
    void goes_on_after_a_failure_where_the_list_says_so() {
        add("one", (_, _) -> "1");
        add("refused", (_, _) -> {
            throw new FairleadException(Kind.IN_USE, "held");
        });

        assertThat(evaluator().run("one || refused; one")).isZero();
        assertThat(told.failures).isEmpty();
        assertThat(evaluator().run("refused && refused || one; one")).isZero();
        assertThat(told.failures).containsExactly("held");

        assertThat(told.results).containsExactly("1\n", "1\n", "1\n", "1\n");
    }

    @Test
    void ends_with_the_status_that_a_command_sets_without_an_exception() {
        add("three", (session, _) -> {
            Process.Utils.current().error(3);
            return null;
        });

        assertThat(evaluator().run("three")).isEqualTo(3);
    }

    @Test
    void takes_a_pipeline_for_failed_when_its_first_command_failed() {
        add("refused", (_, _) -> {
            throw new FairleadException(Kind.NOT_CAPABLE, "no SR-IOV");
        });
        add("swallow", (_, _) -> "swallowed");

        assertThat(evaluator().run("refused | swallow")).isEqualTo(3);

        assertThat(told.failures).containsExactly("no SR-IOV");
        assertThat(streams.toString(StandardCharsets.UTF_8)).as("Gogo's own report").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "$(id)", "(id)", "$HOME", "a;b", "a|b", "*", "'", "\"", "{x}", "[x]", "#x",
            "~",
            "x=y", "&", "\\", "7", "true", "null", "--force", "ä\n"})
    void hands_an_argument_over_as_it_is(String argument) {
        add("take", (_, arguments) -> {
            received.addAll(arguments);
            return null;
        });

        assertThat(evaluator().runCommand("take", List.of(argument, "end"))).isZero();

        assertThat(received).containsExactly(argument, "end");
        assertThat(told.failures).isEmpty();
    }

    @Test
    void names_the_nearest_command_when_there_is_none_of_that_name() {
        add("list", (_, _) -> "");

        assertThat(evaluator().runCommand("test:lsit", List.of())).isEqualTo(2);
        assertThat(evaluator().run("lsit")).isEqualTo(2);

        assertThat(told.failures).containsExactly(
                "there is no command 'test:lsit'; did you mean test:list?",
                "there is no command 'lsit'; did you mean test:list?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one \"", "one )", "one |", "one { "})
    void says_that_a_list_cannot_be_read_and_runs_nothing_of_it(String list) {
        add("one", (_, _) -> "1");

        assertThat(evaluator().run("one; " + list)).isEqualTo(2);

        assertThat(told.results).isEmpty();
        assertThat(told.failures).singleElement().asString().startsWith("the list of commands cannot be read: ");
    }

    @Test
    void returns_only_when_an_interrupted_command_has_put_things_back() throws Exception {
        CountDownLatch changed = new CountDownLatch(1);
        CountDownLatch mayPutBack = new CountDownLatch(1);
        AtomicBoolean putBack = new AtomicBoolean();
        add("change", (_, _) -> {
            try {
                changed.countDown();
                new CountDownLatch(1).await();
                return "changed";
            } finally {
                mayPutBack.await();
                putBack.set(true);
            }
        });
        CommandThreads threads = new CommandThreads();
        FutureTask<Integer> run = new FutureTask<>(() -> threads.call(() -> evaluator().run("change"), () -> {
        }));
        Thread caller = Thread.ofPlatform().start(run);
        changed.await();

        caller.interrupt();

        assertThatThrownBy(() -> run.get(50, TimeUnit.MILLISECONDS)).as("ended before it put things back")
                .isInstanceOf(TimeoutException.class);
        mayPutBack.countDown();
        assertThat(run.get(10, TimeUnit.SECONDS)).isEqualTo(130);
        assertThat(putBack).isTrue();
        assertThat(told.failures).containsExactly("interrupted");
    }

    @Test
    void tells_of_each_command_how_long_it_took() {
        add("one", (_, _) -> "1");

        assertThat(evaluator().run("one; one; nope")).isEqualTo(2);

        assertThat(told.taken).hasSize(3).allMatch(nanoseconds -> nanoseconds > 0);
    }

    private void add(String name, Function command) {
        processor.addCommand("test", command, name);
    }

    private Evaluator evaluator() {
        CommandSession session = processor.createSession(new ByteArrayInputStream(new byte[0]),
                new PrintStream(streams, true, StandardCharsets.UTF_8),
                new WithoutGogosErrors(streams));
        return new Evaluator(session, told);
    }

    /** Keeps what it is told. */
    private final class Told implements Report {

        final List<String> results = Collections.synchronizedList(new ArrayList<>());
        final List<String> failures = Collections.synchronizedList(new ArrayList<>());
        final List<Long> taken = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void result(String text) {
            results.add(text);
        }

        @Override
        public int failure(Throwable thrown) {
            Failure failure = Failure.of(thrown, Set.copyOf(processor.getCommands()));
            failures.add(failure.message());
            return failure.status();
        }

        @Override
        public void took(long nanoseconds) {
            taken.add(nanoseconds);
        }
    }
}
