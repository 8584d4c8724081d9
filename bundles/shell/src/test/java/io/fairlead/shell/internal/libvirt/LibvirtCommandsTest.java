package io.fairlead.shell.internal.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.MacAddress;
import io.fairlead.api.PciAddress;
import io.fairlead.api.VfAttribute;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.libvirt.GuestFunction;
import io.fairlead.api.libvirt.GuestMay;
import io.fairlead.api.libvirt.GuestReport;
import io.fairlead.api.libvirt.GuestVfs;
import io.fairlead.api.libvirt.HookReport;
import io.fairlead.api.libvirt.HookState;
import io.fairlead.api.libvirt.LibvirtHosts;
import io.fairlead.api.libvirt.LibvirtStatus;
import io.fairlead.api.libvirt.LibvirtStatus.State;
import io.fairlead.api.libvirt.Pool;
import io.fairlead.api.libvirt.PoolChange;
import io.fairlead.api.libvirt.PoolReport;
import io.fairlead.shell.internal.ResultConverter;
import io.fairlead.shell.internal.ShellCommand;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands of the scope libvirt ask of the service, and what they show. */
class LibvirtCommandsTest {

    private static final UUID ID = UUID.fromString("5fe7f1fc-8a5a-4d49-a0c1-000000000001");
    private static final PciAddress VF = PciAddress.parse("0000:01:10.0").orElseThrow();
    private static final Optional<MacAddress> MAC = MacAddress.parse("52:54:00:11:22:33");

    private final Libvirt libvirt = new Libvirt();

    @Test
    void guestsAreShownWithWhatTheyWishForAndGet() throws Exception {
        assertThat(run("libvirt:guests")).isEqualTo(
                """
                        libvirt 11.3.0; guests may wish for: trust

                        GUEST          STATE    PF    VF            MAC                FROM         USE  WISHED                  GRANTED
                        t\\u001b[31m 1  running  eno4  0000:01:10.0  52:54:00:11:22:33  pool vfpool  has  trust on, max rate 100  trust on (not maximum rate)
                          t\\u001b[31m 1: a note""");
        assertThat(run("libvirt:guests --json")).contains("\"guestsMay\" : [ \"trust\" ]").contains("\"holds\" : true")
                .contains("\"denied\" : [ \"max-rate\" ]").doesNotContain("\u001b");
    }

    @Test
    void poolsAreShownWithWhoHasWhat() throws Exception {
        assertThat(run("libvirt:pools")).isEqualTo(
                """
                libvirt 11.3.0

                NAME    PF    MADE-BY   STATE    AFTER-BOOT  VFS  GUESTS           STATUS
                vfpool  eno4  fairlead  started  started     1    t1 0000:01:10.0  stale: it lists 1 VFs, and eno4 has 3""");
        assertThat(run("libvirt:pools --json")).contains("\"stale\" : \"it lists");
    }

    @Test
    void aLibvirtThatDoesNotRunIsSaidAndIsNoError() throws Exception {
        libvirt.status = new LibvirtStatus(State.NOT_RUNNING, "libvirt is not running: start it");

        assertThat(run("libvirt:pools")).isEqualTo("libvirt is not running: start it");
        assertThat(run("libvirt:guests")).startsWith("libvirt is not running: start it; ");
        assertThat(run("libvirt:pools --json")).contains("\"state\" : \"not-running\"");
    }

    @Test
    void theWordsOfPoolReachTheService() throws Exception {
        assertThat(run("libvirt:pool add eno4 --name vfpool --keep"))
                .isEqualTo("eno4: pool vfpool started with 1 VFs, also after the next boot\n  a note");
        run("libvirt:pool add 0000:01:00.0");
        run("libvirt:pool remove eno4 --json");

        assertThat(libvirt.asked).containsExactly("add eno4 vfpool keep", "add 0000:01:00.0 - try", "remove eno4 try");
    }

    @Test
    void theWordsOfHooksReachTheService() throws Exception {
        assertThat(run("libvirt:hooks install --keep --guests-may trust,spoofcheck"))
                .contains("network.d/fairlead  installed  yes, it was seen").contains("guests may wish for: trust");
        run("libvirt:hooks install --keep --guests-may none --adopt");
        run("libvirt:hooks install --keep");
        run("libvirt:hooks status");
        run("libvirt:hooks remove --keep");

        assertThat(libvirt.asked).containsExactly("install false [TRUST, SPOOF_CHECK]", "install true []",
                "install false unchanged", "status", "remove hooks");
    }

    @ParameterizedTest
    @ValueSource(strings = {"libvirt:hooks install", "libvirt:hooks remove", "libvirt:hooks status --adopt",
            "libvirt:hooks install --keep --guests-may trust,root", "libvirt:hooks install --keep --guests-may ''",
            "libvirt:hooks reinstall --keep", "libvirt:pool add", "libvirt:pool destroy eno4",
            "libvirt:pool remove eno4 --name vfpool", "libvirt:pools eno4"})
    void wrongWordsAskNothing(String line) {
        FairleadException refusal = catchThrowableOfType(FairleadException.class, () -> run(line));

        assertThat(refusal.kind()).isEqualTo(Kind.USAGE);
        assertThat(libvirt.asked).isEmpty();
    }

    @Test
    void hooksThatCannotBeTriedSayWhy() {
        assertThat(catchThrowableOfType(FairleadException.class, () -> run("libvirt:hooks install"))).hasMessage(
                "libvirt reads hooks below /etc/libvirt/hooks alone, so they cannot be tried until the next boot: say --keep");
    }

    @ParameterizedTest
    @ValueSource(strings = {"guests", "pools", "pool", "hooks"})
    void eachCommandExplainsItself(String command) throws Exception {
        assertThat(run("libvirt:" + command + " --help")).startsWith("Usage: libvirt:" + command)
                .contains("Examples:\n  libvirt:" + command);
    }

    private String run(String line) throws Exception {
        CommandProcessorImpl processor = new CommandProcessorImpl(null);
        Map<String, ShellCommand> commands = Map.of("guests", new GuestsCommand(Optional.of(libvirt)), "pools",
                new PoolsCommand(Optional.of(libvirt)), "pool", new PoolCommand(Optional.of(libvirt)), "hooks",
                new HooksCommand(Optional.of(libvirt)));
        commands.forEach((name, command) -> processor.addCommand("libvirt", command, name));
        processor.addConverter(new ResultConverter());
        PrintStream output = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        try (CommandSession session = processor.createSession(new ByteArrayInputStream(new byte[0]), output, output)) {
            return session.format(session.execute(line), Converter.INSPECT).toString();
        } finally {
            processor.stop();
        }
    }

    /** A libvirt that notes what it is asked. */
    private static final class Libvirt implements LibvirtHosts {

        private final List<String> asked = new ArrayList<>();
        private LibvirtStatus status = new LibvirtStatus(State.RUNNING, "11.3.0");

        @Override
        public LibvirtStatus status() {
            return status;
        }

        @Override
        public GuestReport guests() {
            GuestFunction function = new GuestFunction(GuestFunction.Way.POOL, MAC, Optional.of("vfpool"),
                    Optional.of(VF), Optional.of("eno4"), true, true, wish(Optional.of(100)), wish(Optional.empty()),
                    List.of(VfAttribute.MAX_RATE));
            return new GuestReport(status, Set.of(GuestMay.TRUST), true, status.running()
                    ? List.of(new GuestVfs("t\u001b[31m 1", ID, true, List.of(function), List.of("a note")))
                    : List.of());
        }

        private static VfAttributes wish(Optional<Integer> maxRate) {
            return new VfAttributes(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(true),
                    Optional.empty(), Optional.empty(), maxRate);
        }

        private static Pool pool(Optional<String> stale) {
            return new Pool("vfpool", ID, Optional.of("eno4"), true, true, true, true, List.of(VF), stale,
                    List.of(new Pool.Use("t1", ID, MAC, Optional.of(VF))));
        }

        @Override
        public PoolReport pools() {
            return new PoolReport(status, List.of(pool(Optional.of("it lists 1 VFs, and eno4 has 3"))));
        }

        @Override
        public PoolChange addPool(String pf, Optional<String> name, boolean keep) {
            asked.add("add %s %s %s".formatted(pf, name.orElse("-"), keep ? "keep" : "try"));
            return new PoolChange(pf, "vfpool", true, Optional.of(pool(Optional.empty())), List.of("a note"));
        }

        @Override
        public PoolChange removePool(String pf, boolean keep) {
            asked.add("remove %s %s".formatted(pf, keep ? "keep" : "try"));
            return new PoolChange(pf, "vfpool", true, Optional.empty(), List.of());
        }

        @Override
        public HookReport hooks() {
            asked.add("status");
            return report();
        }

        private HookReport report() {
            return new HookReport(status, true, List.of(new HookState("/etc/libvirt/hooks/network.d/fairlead",
                    HookState.Standing.OURS, HookState.Live.PROVEN)), Set.of(GuestMay.TRUST), List.of("t1"), List.of());
        }

        @Override
        public HookReport installHooks(boolean adopt, Optional<Set<GuestMay>> guestsMay) {
            asked.add("install %s %s".formatted(adopt, guestsMay.map(Object::toString).orElse("unchanged")));
            return report();
        }

        @Override
        public HookReport removeHooks() {
            asked.add("remove hooks");
            return report();
        }
    }
}
