package io.fairlead.libvirt.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Printable;
import io.fairlead.api.libvirt.LibvirtStatus;
import io.fairlead.api.libvirt.LibvirtStatus.State;
import io.fairlead.host.Commands;
import io.fairlead.host.Commands.Result;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Asks libvirt's system instance by {@code virsh}: a frozen daemon cannot hang us, since the client is a process that
 * ends at its bound. Objects are named by their UUID, never by a name of somebody's.
 */
final class Virsh {

    /** A question takes 20 ms; longer than this, and the daemon is frozen. */
    static final Duration BOUND = Duration.ofSeconds(5);

    /** How long a change waits for a daemon that was started just now. */
    static final Duration START_BOUND = Duration.ofSeconds(30);

    /** A network with many VFs takes what the hardware takes; given up halfway, nobody would know how it stands. */
    private static final Duration CHANGE_BOUND = Duration.ofSeconds(30);

    /** Of one call; its command line stays far below what Linux takes for one argument (MAX_ARG_STRLEN, 128 KiB). */
    private static final int MOST_QUESTIONS = 60;

    /**
     * What only connects: {@code qemu:///system} must be there, and the version is that of the daemon of its networks. Asked
     * for the version there, a daemon that was started just now would first run the host's emulators to see what they
     * can (qemuConnectGetVersion), 0.8 s on an idle server and 12 s in the lab.
     */
    private static final String HELLO = "uri; connect network:///system; version --daemon";

    private static final String PROGRAM = "virsh";
    private static final String SEE = "see systemctl status libvirtd (or virtqemud), then try again";

    private final Commands commands;
    private final Daemons daemons;
    private final SecureRandom random = new SecureRandom();

    Virsh(Commands commands, Daemons daemons) {
        this.commands = commands;
        this.daemons = daemons;
    }

    /** Whether libvirt answers, and its version. */
    LibvirtStatus status() {
        return status(BOUND);
    }

    /** The same before a change, which is worth waiting for a daemon that was started just now. */
    LibvirtStatus statusForChange() {
        LibvirtStatus status = status();
        return status.state() == State.NOT_ANSWERING && daemons.starting() ? status(START_BOUND) : status;
    }

    private LibvirtStatus status(Duration bound) {
        if (!commands.has(PROGRAM)) {
            return new LibvirtStatus(State.NOT_INSTALLED,
                    "there is no virsh on this host: install libvirt's daemon and clients");
        }
        Result result;
        try {
            result = run(bound, List.of(HELLO), "");
        } catch (FairleadException _) {
            return silent(bound);
        }
        if (refusedConnection(result)) {
            return result.error().contains("socket")
                    ? new LibvirtStatus(State.NOT_RUNNING,
                            "libvirt is not running: systemctl start libvirtd (or virtqemud) starts it")
                    : new LibvirtStatus(State.NOT_ANSWERING,
                            "libvirt cannot be asked: %s; %s".formatted(reason(result), SEE));
        }
        return new LibvirtStatus(State.RUNNING, version(result.output()));
    }

    /**
     * The answers to questions, each of which is a command of virsh without anybody's names in it; one that fails answers
     * with nothing, as when its guest is gone by now.
     *
     * @throws FairleadException {@code HOST_FAILED} when libvirt cannot be asked
     */
    List<String> ask(List<String> questions) {
        List<String> answers = new ArrayList<>();
        for (int from = 0; from < questions.size(); from += MOST_QUESTIONS) {
            answers.addAll(askAtOnce(questions.subList(from, Math.min(from + MOST_QUESTIONS, questions.size()))));
        }
        return answers;
    }

    /** A batch may be too long to be taken in, by one guest's doing: then its halves are asked, if libvirt still answers. */
    private List<String> askAtOnce(List<String> questions) {
        Result result;
        // Between the answers stands what nobody can have put into one.
        String mark = nonce();
        try {
            result = run(BOUND, List.of(String.join("; ", questions.stream().map(q -> q + "; echo " + mark).toList())),
                    "");
        } catch (FairleadException e) {
            if (questions.size() == 1 || !status().running()) {
                throw e;
            }
            int half = questions.size() / 2;
            List<String> answers = new ArrayList<>(askAtOnce(questions.subList(0, half)));
            answers.addAll(askAtOnce(questions.subList(half, questions.size())));
            return answers;
        }
        List<String> answers = List.of(result.output().split(mark, -1));
        if (answers.size() != questions.size() + 1) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "libvirt answered %d of %d questions (%s): %s".formatted(answers.size() - 1, questions.size(),
                            reason(result), SEE));
        }
        return answers.subList(0, questions.size()).stream().map(String::strip).toList();
    }

    /** Asks for a change; answers the reason when libvirt refuses. */
    Optional<String> change(String... words) {
        Result result = run(CHANGE_BOUND, List.of(words), "");
        return result.status() == 0 ? Optional.empty() : Optional.of(reason(result));
    }

    /** Gives libvirt a document, with a command that takes a file; answers the reason when it is refused. */
    Optional<String> give(String document, String command, String... options) {
        List<String> words = Stream.concat(Stream.of(command, "/dev/stdin"), Stream.of(options)).toList();
        Result result = run(CHANGE_BOUND, words, document);
        return result.status() == 0 ? Optional.empty() : Optional.of(reason(result));
    }

    /** What nobody can foresee. */
    String nonce() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private Result run(Duration bound, List<String> words, String input) {
        List<String> arguments = new ArrayList<>(List.of(PROGRAM, "--quiet", "--connect", "qemu:///system"));
        arguments.addAll(words);
        try {
            return commands.run(bound, arguments, input);
        } catch (FairleadException e) {
            throw new FairleadException(Kind.HOST_FAILED, silent(bound).detail(), e);
        }
    }

    private static LibvirtStatus silent(Duration bound) {
        return new LibvirtStatus(State.NOT_ANSWERING,
                "libvirt did not answer within %d s: %s".formatted(bound.toSeconds(), SEE));
    }

    private static boolean refusedConnection(Result result) {
        return result.status() != 0 && result.error().contains("failed to connect to the hypervisor");
    }

    /** The last line, which says most; without virsh's own word before it. */
    private static String reason(Result result) {
        String last = result.error().lines().filter(line -> !line.isBlank()).reduce((_, line) -> line)
                .orElse("no reason was given");
        return Printable.of(last.startsWith("error: ") ? last.substring("error: ".length()) : last);
    }

    /** {@code Running against daemon: 11.3.0}; the client's own where there is no hypervisor yet. */
    private static String version(String output) {
        return output.lines().filter(line -> line.startsWith("Running against daemon: "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1)).findFirst()
                .or(() -> output.lines().filter(line -> line.startsWith("Using library: "))
                        .map(line -> line.substring(line.lastIndexOf(' ') + 1)).findFirst())
                .orElse("unknown");
    }
}
