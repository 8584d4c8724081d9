package io.fairlead.shell.internal.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.lifecycle.ApplyRequest;
import io.fairlead.api.lifecycle.Difference;
import io.fairlead.api.lifecycle.Document;
import io.fairlead.api.lifecycle.Generation.Result;
import io.fairlead.api.lifecycle.HostStatus;
import io.fairlead.api.lifecycle.HostStatus.Drift;
import io.fairlead.api.lifecycle.HostStatus.State;
import io.fairlead.api.lifecycle.Outcome;
import io.fairlead.api.lifecycle.Plan;
import io.fairlead.api.lifecycle.Try;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.api.resource.ResourceId;
import io.fairlead.shell.internal.Completion;
import io.fairlead.shell.internal.ShellCommand;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.CommandSpec;

/** What the commands of the scope host ask of the service, what they show, and how they end. */
class HostCommandsTest {

    private static final Document DOCUMENT = new Document("/etc/fairlead/host.yaml", "kernel: {}\n");

    private final Shell shell = new Shell();

    @Test
    void aPlanTellsEachChangeInOrderWithWhoIsHitAndWhatNeedsAReboot() throws Exception {
        shell.host.plan = new Plan(Answers.changes(), List.of(), List.of("guest t1", "your own connection, over eno4"),
                List.of("libvirt"));

        assertThat(shell.run("host:plan")).isEqualTo("""
                3 changes to be as /etc/fairlead/host.yaml declares it, in this order:
                 1. networkmanager-rule eno4
                      is made: unmanaged true
                 2. virtual-functions eno4
                      virtualFunctions 7 → 4
                      functions/0/mac 52:54:00:00:00:01 → 52:54:00:11:22:33
                      takes VFs away: guest t1
                      sets the link down and up on eno4
                 3. kernel-arguments
                      arguments quiet → quiet iommu=pt\\u001b[31m
                      needs a reboot

                Who would notice:
                  guest t1
                  your own connection, over eno4

                Waiting for a provider (scr:list tells which bundles are active):
                  libvirt

                host:apply tries it, host:confirm keeps it.""");
        assertThat(shell.status).isEqualTo(5);
    }

    @Test
    void aPlanThatWouldBeRefusedSaysWhyFirstAndEndsWithStatus3() throws Exception {
        shell.host.plan = new Plan(Answers.changes(), List.of("eno4 is in use (VF 0 by guest t1): end that use"),
                List.of(), List.of());

        assertThat(shell.run("host:plan")).startsWith("""
                Refused, nothing would be changed:
                  eno4 is in use (VF 0 by guest t1): end that use

                3 changes to be as""").doesNotContain("host:apply");
        assertThat(shell.status).isEqualTo(3);
    }

    @Test
    void aHostThatIsAsDeclaredHasNothingToDo() throws Exception {
        assertThat(shell.run("host:plan"))
                .isEqualTo("Nothing to do: the host is as /etc/fairlead/host.yaml declares it.");
        assertThat(shell.status).isZero();

        shell.host.plan = new Plan(List.of(), List.of(), List.of(), List.of("libvirt"));
        assertThat(shell.run("host:plan")).contains("as far as it can be told").contains("\n  libvirt");
        assertThat(shell.status).isZero();
    }

    @Test
    void aPlanIsJsonForPrograms() throws Exception {
        shell.host.plan = new Plan(Answers.changes(), List.of("r"), List.of("h"), List.of("w"));

        assertThat(shell.run("host:plan --json")).contains("\"document\" : \"/etc/fairlead/host.yaml\"")
                .contains("\"kind\" : \"virtual-functions\"").contains("\"virtualFunctions\" : 7")
                .contains("\"follows\" : [ \"networkmanager-rule eno4\" ]").contains("\"vfs-destroyed\"")
                .contains("\"refusals\" : [ \"r\" ]").contains("\"waiting\" : [ \"w\" ]").doesNotContain("\u001b");
        assertThat(shell.status).isEqualTo(3);
    }

    @Test
    void aLongChangeIsCutAndSaysSo() {
        Map<String, Object> many = new TreeMap<>();
        IntStream.range(0, 30).forEach(i -> many.put("mac%02d".formatted(i), "x"));
        ResourceId id = new ResourceId("virtual-functions", "eno4");

        assertThat(ValueText.of(new ResourceChange(id, Map.of("count", 7L), many, List.of(), Set.of(), Set.of())))
                .hasSize(8).last().isEqualTo("and 23 more (--json tells all)");
        assertThat(ValueText.of(new ResourceChange(id, many, Map.of(), List.of(), Set.of(), Set.of())))
                .singleElement().asString().startsWith("goes away; it was mac00 x, ").endsWith(", and 22 more");
    }

    @Test
    void theDocumentIsTheClientsFileOrStandardInput() throws Exception {
        shell.files.put("new.yaml", "a: 1");
        shell.input = "b: 2";
        shell.environment.put("SSH_CONNECTION", "198.51.100.7 51234 192.0.2.1 22");

        shell.run("host:plan new.yaml");
        shell.run("host:plan -");
        shell.environment.put("SSH_CONNECTION", "nonsense");
        shell.run("host:plan");

        Optional<String> address = Optional.of("192.0.2.1");
        assertThat(shell.host.asked).containsExactly(List.of("plan", new Document("new.yaml", "a: 1"), address),
                List.of("plan", new Document("<stdin>", "b: 2"), address),
                List.of("plan", DOCUMENT, Optional.empty()));
        assertThat(refusal("host:plan none.yaml")).hasMessage("none.yaml cannot be read: no such file");
    }

    @Test
    void withoutSomebodyWhoGivesItNoFileIsRead() {
        shell.known = false;

        assertThat(refusal("host:plan").kind()).isEqualTo(Kind.HOST_FAILED);
        assertThat(shell.host.asked).isEmpty();
    }

    @Test
    void aTryLastsTwoMinutesUnlessSaidOtherwise() throws Exception {
        shell.environment.put("SSH_CONNECTION", "198.51.100.7 51234 192.0.2.1 22");

        shell.run("host:apply");
        shell.run("host:apply --confirm 300 --why 'a trunk'");
        shell.run("host:apply --yes");

        Optional<String> address = Optional.of("192.0.2.1");
        assertThat(shell.host.asked).containsExactly(
                new ApplyRequest(DOCUMENT, Duration.ofMinutes(2), false, "alice", Optional.empty(), address),
                new ApplyRequest(DOCUMENT, Duration.ofMinutes(5), false, "alice", Optional.of("a trunk"), address),
                new ApplyRequest(DOCUMENT, Duration.ofMinutes(2), true, "alice", Optional.empty(), address));
    }

    @Test
    void aTryThatWaitsForItsConfirmationSaysUntilWhenAndIsDone() throws Exception {
        shell.host.outcome = new Outcome(Optional.of(Answers.generation(4, Result.TRIED)), Optional.of(Answers.TRIED),
                List.of("virtual-functions eno4: 7 VFs"), List.of("eno5 was left alone"));

        assertThat(shell.run("host:apply")).isEqualTo("""
                Generation 4 is tried until 2026-01-01T12:02:05Z: host:confirm keeps it, host:rollback takes it back
                Done:
                  virtual-functions eno4: 7 VFs
                Note:
                  eno5 was left alone""");
        assertThat(shell.status).isZero();
        assertThat(shell.run("host:apply --json")).contains("\"phase\" : \"tried\"")
                .contains("\"deadline\" : \"2026-01-01T12:02:05Z\"");
    }

    @Test
    void nothingToDoSaysSo() throws Exception {
        assertThat(shell.run("host:apply"))
                .isEqualTo("Nothing to do: the host is so already, and nothing was written.");
        assertThat(shell.status).isZero();
    }

    @ParameterizedTest
    @CsvSource({"CONFIRMED, Generation 4 is confirmed: the host is compared with it from now on.",
            "ROLLED_BACK, Generation 4 is taken back: the host is as before it.",
            "FAILED, 'Generation 4 failed, and what had been done is taken back.'"})
    void whatBecameOfAGenerationIsSaid(Result result, String sentence) throws Exception {
        shell.host.outcome = new Outcome(Optional.of(Answers.generation(4, result)), Optional.empty(), List.of(),
                List.of());

        assertThat(shell.run("host:confirm")).isEqualTo(sentence);
        assertThat(shell.status).isZero();
        assertThat(shell.host.asked).containsExactly("confirm");
    }

    @ParameterizedTest
    @EnumSource
    void onlyATryThatWaitsForTheUserIsDone(Try.Phase phase) throws Exception {
        shell.host.outcome = new Outcome(Optional.of(Answers.generation(4, Result.TRIED)),
                Optional.of(new Try(4, phase, Optional.empty(), List.of())), List.of(), List.of());

        assertThat(shell.run("host:apply")).startsWith("Generation 4 ");
        assertThat(shell.status).isEqualTo(phase == Try.Phase.TRIED ? 0 : 5);
    }

    @Test
    void aRollbackThatAGuestPreventsNamesItAndEndsWithStatus5() throws Exception {
        shell.host.outcome = new Outcome(Optional.of(Answers.generation(4, Result.TRIED)), Optional.of(Answers.EXCEPT),
                List.of(), List.of());

        assertThat(shell.run("host:rollback")).isEqualTo("""
                Generation 4 is taken back except what somebody holds, which follows when they let go:
                  virtual-functions eno4: guest t1\\u001b[31m has VF 0""");
        assertThat(shell.status).isEqualTo(5);
        assertThat(shell.host.asked).containsExactly("rollback");
    }

    @Test
    void anEarlierGenerationIsTriedAnew() throws Exception {
        shell.run("host:rollback 3 --confirm 60");

        assertThat(shell.host.asked).containsExactly(
                new ApplyRequest(new Document("/etc/fairlead/host.yaml", "# generation 3\n"), Duration.ofMinutes(1),
                        false, "alice", Optional.of("back to generation 3"), Optional.empty()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiterString = "=>", value = {
            "host:apply --confirm 4 => --confirm cannot be '4': give a whole number of seconds from 5 to 86400",
            "host:apply --confirm 86401 => --confirm cannot be '86401': give a whole number of seconds from 5 to 86400",
            "host:apply --yes --confirm 60 => --yes confirms at once and --confirm waits for you: give one of them",
            "host:rollback x => GENERATION cannot be 'x': give the number of a generation, as host:history has it",
            "host:rollback 0 => GENERATION cannot be '0': give the number of a generation, as host:history has it",
            "host:rollback --yes => host:rollback takes --confirm, --yes and --why with a generation only, whose document is tried anew: leave them out, or name one",
            "host:diff 1 => host:diff needs B: give host:diff A B",
            "host:import --format netplan => --format is for a file of another program: name the file, or leave it out for the host itself"})
    void wrongWordsAreRefusedInOneSentence(String line, String sentence) {
        FairleadException refusal = refusal(line);

        assertThat(refusal).hasMessage(sentence);
        assertThat(refusal.kind()).isEqualTo(Kind.USAGE);
        assertThat(shell.host.asked).isEmpty();
    }

    @Test
    void withoutATerminalEachChangeIsALine() throws Exception {
        shell.run("host:apply");

        assertThat(shell.told()).isEqualTo("""
                write down the way back
                1/2 networkmanager-rule eno4
                2/2 virtual-functions eno4: set
                """);
    }

    @Test
    void onATerminalTheLineOfAChangeIsWrittenAnewWithEachStep() throws Exception {
        shell.terminal = true;
        shell.environment.put("COLUMNS", "32");

        shell.run("host:apply");

        assertThat(shell.told()).isEqualTo("""
                \r\u001b[Kwrite down the way back
                \r\u001b[K1/2 networkmanager-rule eno4
                \r\u001b[K2/2 virtual-functions eno4: set\r\u001b[K2/2 virtual-functions eno4: re…
                """);
    }

    @Test
    void theHistoryBeginsWithTheNewest() throws Exception {
        assertThat(shell.run("host:history")).isEqualTo("""
                GENERATION  RESULT               APPLIED               BY    WHY
                4           failed, taken back   2026-01-01T12:00:05Z  root  -
                3           confirmed, in force  2026-01-01T12:00:05Z  root  trunk
                2           taken back           2026-01-01T12:00:05Z  root  -
                1           confirmed            2026-01-01T12:00:05Z  root  -""");
        assertThat(shell.run("host:history --json")).contains("\"result\" : \"rolled-back\"")
                .contains("\"why\" : null");
        shell.host.history = List.of();
        assertThat(shell.run("host:history")).startsWith("Nothing was ever applied");
    }

    @Test
    void generationsAndFilesAreCompared() throws Exception {
        shell.host.differences = List.of(
                new Difference("/physicalFunctions/eno4/virtualFunctions", Optional.of("4"), Optional.of("7")),
                new Difference("/policy", Optional.empty(), Optional.of("\"enforce\"")));

        assertThat(shell.run("host:diff 2 /etc/fairlead/host.yaml")).isEqualTo("""
                /physicalFunctions/eno4/virtualFunctions: 4 → 7
                /policy: nothing → "enforce\"""");
        assertThat(shell.host.asked).containsExactly(
                List.of("diff", new Document("/etc/fairlead/host.yaml", "# generation 2\n"), DOCUMENT));
        assertThat(shell.run("host:diff 2 3 --json")).contains("\"before\" : null");
        shell.host.differences = List.of();
        assertThat(shell.run("host:diff 2 3")).isEqualTo("No difference: both declare the same.");
    }

    @Test
    void aHostThatDriftedSaysWhatAndWhoAndWhatToDo() throws Exception {
        shell.host.status = new HostStatus(State.DRIFTED, Optional.of(Answers.CONFIRMED), Optional.of(Answers.TRIED),
                List.of(new Drift("virtual-functions eno4", "4 VFs, 7 were confirmed", Answers.NOON,
                        Optional.of("virsh"), 2)),
                List.of("kernel"), List.of("NetworkManager does not answer"));

        assertThat(shell.run("host:status")).isEqualTo(
                """
                        drifted: 1 thing is not as confirmed
                          virtual-functions eno4: 4 VFs, 7 were confirmed, since 2026-01-01T12:00:05Z, by virsh, brought back in vain 2 times
                          NetworkManager does not answer
                          the section kernel has no provider: scr:list tells which bundles are active
                              to do: host:rollback 3 brings back what was confirmed; to keep what is there, declare it and host:apply
                              tried: generation 4 is tried until 2026-01-01T12:02:05Z: host:confirm keeps it, host:rollback takes it back
                          confirmed: generation 3, applied 2026-01-01T12:00:05Z by root: trunk""");
        assertThat(shell.run("host:status --json")).contains("\"state\" : \"drifted\"").contains("\"attempts\" : 2");
    }

    @Test
    void aRollbackThatWaitsIsInTheStatus() throws Exception {
        shell.host.status = Answers.status(State.STUCK, Optional.of(Answers.CONFIRMED), Optional.of(Answers.EXCEPT));

        assertThat(shell.run("host:status")).isEqualTo(
                """
                        stuck: it does not come about, or cannot be told
                              tried: generation 4 is taken back except what somebody holds, which follows when they let go:
                                     virtual-functions eno4: guest t1\\u001b[31m has VF 0
                          confirmed: generation 3, applied 2026-01-01T12:00:05Z by root: trunk""");
    }

    @Test
    void aHostForWhichNothingWasConfirmedSaysWhereToBegin() throws Exception {
        shell.host.status = Answers.status(State.UNDECLARED, Optional.empty(), Optional.empty());

        assertThat(shell.run("host:status")).startsWith("undeclared: nothing was ever confirmed for this host\n")
                .contains("to do: host:import");
        assertThat(shell.status).isZero();
    }

    @ParameterizedTest
    @CsvSource({"UNDECLARED, 0", "CONVERGED, 0", "WAITING, 5", "PENDING, 5", "DRIFTED, 4", "STUCK, 4"})
    void theStatusEndsAsTheHostStands(State state, int expected) throws Exception {
        shell.host.status = Answers.status(state, Optional.of(Answers.CONFIRMED), Optional.empty());

        assertThat(shell.run("host:status")).startsWith(state.name().toLowerCase(Locale.ROOT) + ": ");
        assertThat(shell.status).isEqualTo(expected);
    }

    @Test
    void theDocumentOfTheHostCanBeWrittenToAFile() throws Exception {
        assertThat(shell.run("host:import")).isEqualTo("physicalFunctions:\n  eno4: {virtualFunctions: 7}");
        assertThat(shell.told()).isEmpty();
    }

    @Test
    void whatCouldNotBeCarriedOverIsToldBesideTheDocument() throws Exception {
        shell.files.put("/etc/netplan/x.yaml", "network: {}");

        assertThat(shell.run("host:import /etc/netplan/x.yaml --format netplan")).isEqualTo("physicalFunctions: {}");
        assertThat(shell.told()).isEqualTo("left out: line 3: bridges are\\u001b[31m none of ours\n");
        assertThat(shell.host.asked).containsExactly(List.of("import",
                new Document("/etc/netplan/x.yaml", "network: {}"), Optional.of("netplan")));
        assertThat(shell.run("host:import /etc/netplan/x.yaml --json")).contains("\"format\" : \"netplan\"")
                .contains("\"leftOut\" : [ \"line 3");
    }

    @Test
    void whatStaysWithoutFairleadIsListed() throws Exception {
        shell.host.outcome = new Outcome(Optional.empty(), Optional.empty(),
                List.of("/etc/systemd/system/interface-vf@.service"), List.of());

        assertThat(shell.run("host:eject")).isEqualTo("""
                Fairlead has let go of this host. These files stay and work without it:
                  /etc/systemd/system/interface-vf@.service""");
    }

    @Test
    void theSchemaIsPrintedAsItIs() throws Exception {
        assertThat(shell.run("host:schema")).isEqualTo("{\n  \"title\" : \"host\"\n}");
    }

    @ParameterizedTest
    @MethodSource("names")
    void eachCommandExplainsItselfAndItsExamplesAreUnderstood(String name) throws Exception {
        shell.files.putAll(Map.of("/root/new.yaml", "", "/etc/netplan/50-vfs.yaml", "", "policy.yaml", ""));
        String help = shell.run(name + " --help");

        assertThat(help).startsWith("Usage: " + name).contains("Examples:\n  " + name);
        for (String example : help.substring(help.indexOf("Examples:\n") + 10).lines().map(String::strip).toList()) {
            assertThatCode(() -> shell.run(example)).as(example).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void withoutTheServiceEachSaysWhoBringsIt(String name) throws Exception {
        List<ShellCommand> bare = Shell.commands(Optional.empty(), List.of(new DeclaredHostCheck(Optional.empty())));
        String line = name.equals("host:diff") ? name + " 1 2" : name;
        if (name.equals("host:check")) {
            assertThat(shell.run(line, bare)).contains("cannot tell").contains("io.fairlead.lifecycle");
        } else {
            assertThat(catchThrowableOfType(FairleadException.class, () -> shell.run(line, bare)))
                    .hasMessageContaining("the bundle io.fairlead.lifecycle");
        }
    }

    @Test
    void generationsAndFormatsAreOfferedByTab() {
        Completion completion = new Completion(shell.commands(), Optional.empty(), Optional.of(shell.host),
                Optional.of(shell.host));

        assertThat(completion.apply(List.of("host:rollback", ""))).containsExactly("1", "2", "3", "4");
        assertThat(completion.apply(List.of("host:diff", "2", ""))).containsExactly("1", "2", "3", "4");
        assertThat(completion.apply(List.of("host:import", "--format", ""))).containsExactly("netplan", "nmstate");
        assertThat(completion.apply(List.of("host:apply", "--"))).contains("--confirm", "--yes", "--why", "--json");
        assertThat(completion.apply(List.of("host:apply", ""))).isEmpty();
    }

    static Stream<String> names() {
        return new Shell().commands().stream()
                .map(command -> CommandSpec.forAnnotatedObject(command.description()).name());
    }

    private FairleadException refusal(String line) {
        return catchThrowableOfType(FairleadException.class, () -> shell.run(line));
    }
}
