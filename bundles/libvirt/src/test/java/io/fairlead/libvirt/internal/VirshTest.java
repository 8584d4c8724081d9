package io.fairlead.libvirt.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.libvirt.LibvirtStatus.State;
import io.fairlead.host.Commands.Result;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.host.simulated.SimulatedHosts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How libvirt is asked; the real one is asked in the rig. */
class VirshTest {

    private static final Pattern QUESTION = Pattern.compile("(.*?); echo ([0-9a-f]{32})(?:; |$)");

    private final SimulatedHost host = SimulatedHost.of(SimulatedHosts.igb());
    private final List<List<String>> calls = new ArrayList<>();
    private final Virsh virsh = new Virsh(host.commands(), new Daemons(host.commands(), host.files()));

    @Test
    void aHostWithoutVirshIsAStatus() {
        assertThat(virsh.status().state()).isEqualTo(State.NOT_INSTALLED);
    }

    @Test
    void aDaemonThatDoesNotRunIsAStatus() {
        virshIs(_ -> new Result(1, "", "error: failed to connect to the hypervisor\n"
                + "error: Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory"));

        assertThat(virsh.status().state()).isEqualTo(State.NOT_RUNNING);
        assertThat(virsh.status().detail()).contains("libvirt is not running");
    }

    @Test
    void aDaemonThatDoesNotAnswerIsAStatusAndARefusal() {
        virshIs(_ -> {
            throw new FairleadException(Kind.HOST_FAILED, "'virsh' did not end within 5 s and was killed");
        });

        assertThat(virsh.status().state()).isEqualTo(State.NOT_ANSWERING);
        FairleadException refusal = catchThrowableOfType(FairleadException.class, () -> virsh.ask(List.of("list")));
        assertThat(refusal.kind()).isEqualTo(Kind.HOST_FAILED);
        assertThat(refusal).hasMessageStartingWith("libvirt did not answer within 5 s");
    }

    @Test
    void theDaemonsVersionIsToldAndItIsTheSystemsThatIsAsked() {
        virshIs(_ -> new Result(0, "Using library: libvirt 11.3.0\nRunning against daemon: 9.0.0\n", ""));

        assertThat(virsh.status().detail()).isEqualTo("9.0.0");
        assertThat(calls.getFirst()).startsWith("--quiet", "--connect", "qemu:///system");
    }

    @Test
    void answersAreKeptApartWhateverIsInThem() {
        virshIs(words -> answered(words, question -> "<" + question + "; echo ; echo 0123\n>"));

        assertThat(virsh.ask(List.of("a", "b"))).containsExactly("<a; echo ; echo 0123\n>", "<b; echo ; echo 0123\n>");
    }

    @Test
    void manyQuestionsAreAskedInFewCalls() {
        virshIs(words -> answered(words, question -> question));
        List<String> questions = IntStream.range(0, 150).mapToObj(i -> "dumpxml " + i).toList();

        assertThat(virsh.ask(questions)).isEqualTo(questions);
        assertThat(calls).hasSize(3);
    }

    @Test
    void oneHugeAnswerDoesNotKeepTheOthersAway() {
        virshIs(words -> {
            if (words.getLast().endsWith("version --daemon")) {
                return new Result(0, "Running against daemon: 9.0.0\n", "");
            }
            if (words.getLast().contains("huge") && words.getLast().contains("; dumpxml")) {
                throw new FairleadException(Kind.HOST_FAILED, "'virsh' wrote more than 16 MiB");
            }
            return answered(words, question -> question);
        });

        assertThat(virsh.ask(List.of("dumpxml 1", "dumpxml 2", "dumpxml huge", "dumpxml 4")))
                .containsExactly("dumpxml 1", "dumpxml 2", "dumpxml huge", "dumpxml 4");
    }

    private void virshIs(Function<List<String>, Result> program) {
        host.install("virsh", words -> {
            calls.add(words);
            return program.apply(words);
        });
    }

    /** As virsh does: each command in turn, echo without a line's end. */
    private static Result answered(List<String> words, Function<String, String> answer) {
        StringBuilder output = new StringBuilder();
        var matcher = QUESTION.matcher(words.getLast());
        while (matcher.find()) {
            output.append(answer.apply(matcher.group(1))).append(matcher.group(2));
        }
        return new Result(0, output.toString(), "");
    }
}
