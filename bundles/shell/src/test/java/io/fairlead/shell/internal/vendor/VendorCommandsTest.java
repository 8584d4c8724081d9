package io.fairlead.shell.internal.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.api.ClientSide;
import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.deploy.LogEntry;
import io.fairlead.api.deploy.Refusal;
import io.fairlead.api.deploy.TrustedKey;
import io.fairlead.api.deploy.VendorBundle;
import io.fairlead.api.deploy.VendorBundles;
import io.fairlead.shell.internal.ResultConverter;
import io.fairlead.shell.internal.ShellCommand;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Job;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.CommandSpec;

/** What the commands of the scope vendor ask of the service, and what they show. */
class VendorCommandsTest implements ClientSide, VendorBundles {

    private static final Instant WHEN = Instant.parse("2026-01-01T12:00:00Z");
    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final String KEY = "SHA256:abc";

    private final List<String> asked = new ArrayList<>();
    private final Map<String, String> files = new HashMap<>(
            Map.of("d.jar", "jar", "d.jar.sig", "signature", "v.pub", "ssh-ed25519 AAAA v"));
    private Optional<String> problem = Optional.empty();
    private List<Refusal> refused = List.of();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private int status;

    @Test
    void aFileAndItsSignatureAreReadWhereTheUserIs() throws Exception {
        assertThat(run("vendor:deploy d.jar")).isEqualTo("com.example.nic 1.2.0 runs, signed by SHA256:abc");
        assertThat(run("vendor:deploy d.jar --force --json")).contains("\"name\" : \"com.example.nic\"",
                "\"problem\" : null");
        assertThat(asked).containsExactly("deploy d.jar jar signature false alice",
                "deploy d.jar jar signature true alice");
    }

    @Test
    void oneWithoutASignatureIsRefusedWhereItLies() {
        files.remove("d.jar.sig");
        assertThat(catchThrowableOfType(FairleadException.class, () -> run("vendor:deploy d.jar")))
                .hasMessage("d.jar.sig cannot be read").extracting(FairleadException::kind).isEqualTo(Kind.USAGE);
        assertThat(asked).isEmpty();
    }

    @Test
    void theListTellsWhatRunsAndWhatIsRefused() throws Exception {
        assertThat(run("vendor:list")).isEqualTo("""
                NAME             VERSION  STATE  ACCEPTED              BY     KEY
                com.example.nic  1.2.0    runs   2026-01-01T12:00:00Z  alice  SHA256:abc""");
        assertThat(status).isZero();

        problem = Optional.of("its key SHA256:abc was revoked");
        refused = List.of(new Refusal("x\u001b.jar", "it is not signed: x.jar.sig is not there"));
        assertThat(run("vendor:list")).isEqualTo(
                """
                        NAME             VERSION  STATE                                         ACCEPTED              BY     KEY
                        com.example.nic  1.2.0    does not run: its key SHA256:abc was revoked  2026-01-01T12:00:00Z  alice  SHA256:abc

                        FILE         WHY IT IS REFUSED
                        x\\u001b.jar  it is not signed: x.jar.sig is not there""");
        assertThat(status).isEqualTo(3);
        assertThat(run("vendor:list --json")).contains("\"file\" : \"x\\u001B.jar\"");
    }

    @Test
    void aBundleIsTakenOutByItsName() throws Exception {
        assertThat(run("vendor:remove com.example.nic"))
                .isEqualTo("com.example.nic 1.2.0 is taken out, signed by SHA256:abc");
        assertThat(asked).containsExactly("remove com.example.nic alice");
    }

    @Test
    void aKeyIsTrustedForAName() throws Exception {
        assertThat(run("vendor:trust v.pub --prefix com.example")).isEqualTo("""
                KEY         MAY SIGN     COMMENT
                SHA256:abc  com.example  v""");
        run("vendor:trust v.pub --prefix com.example --again");
        assertThat(asked).containsExactly("trust ssh-ed25519 AAAA v for com.example false alice",
                "trust ssh-ed25519 AAAA v for com.example true alice");
        assertThat(run("vendor:trust")).contains("nothing, it was revoked");
        assertThat(catchThrowableOfType(FairleadException.class, () -> run("vendor:trust v.pub")))
                .hasMessageContaining("give --prefix").extracting(FairleadException::kind).isEqualTo(Kind.USAGE);
    }

    @Test
    void aKeyIsRevokedByItsFingerprintOrItsFile() throws Exception {
        assertThat(run("vendor:revoke SHA256:abc")).isEqualTo("SHA256:abc is revoked; stopped: com.example.nic");
        run("vendor:revoke v.pub");
        assertThat(asked).containsExactly("revoke SHA256:abc alice", "revoke ssh-ed25519 AAAA v alice");
    }

    @Test
    void theLogShowsTheNewestLast() throws Exception {
        assertThat(run("vendor:log")).isEqualTo("""
                WHEN                  BY     ACTION  WHAT   SHA256        OUTCOME  DETAIL
                2026-01-01T12:00:00Z  alice  trust   k      -             done     -
                2026-01-01T12:00:00Z  alice  deploy  x.jar  0123456789ab  refused  it is not signed""");
        assertThat(run("vendor:log 1 --json")).contains("\"what\" : \"x.jar\"").doesNotContain("\"what\" : \"k\"");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void eachCommandExplainsItself(ShellCommand command) throws Exception {
        String name = CommandSpec.forAnnotatedObject(command.description()).name();
        assertThat(run(name + " --help")).startsWith("Usage: " + name).contains("Examples:\n  " + name);

    }

    @ParameterizedTest
    @MethodSource("commands")
    void withoutTheServiceEachSaysWhoBringsIt(ShellCommand command) {
        String name = CommandSpec.forAnnotatedObject(command.description()).name();
        String words = Map.of("vendor:deploy", " d.jar", "vendor:remove", " x", "vendor:revoke", " SHA256:x")
                .getOrDefault(name, "");
        assertThat(catchThrowableOfType(FairleadException.class, () -> run(name + words, commands(Optional.empty()))))
                .hasMessageContaining("io.fairlead.api.deploy.VendorBundles is not there")
                .hasMessageContaining("io.fairlead.deploy");
    }

    static List<ShellCommand> commands() {
        return commands(Optional.empty());
    }

    private static List<ShellCommand> commands(Optional<VendorBundles> vendors) {
        return List.of(new DeployCommand(vendors), new VendorListCommand(vendors), new RemoveCommand(vendors),
                new TrustCommand(vendors), new RevokeCommand(vendors), new VendorLogCommand(vendors));
    }

    private String run(String line) throws Exception {
        return run(line, commands(Optional.of(this)));
    }

    private String run(String line, List<ShellCommand> commands) throws Exception {
        CommandProcessorImpl processor = new CommandProcessorImpl(null);
        commands.forEach(command -> {
            String[] name = CommandSpec.forAnnotatedObject(command.description()).name().split(":", 2);
            processor.addCommand(name[0], command, name[1]);
        });
        processor.addConverter(new ResultConverter());
        status = 0;
        printed.reset();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        try (CommandSession session = processor.createSession(new ByteArrayInputStream(new byte[0]), out, out)) {
            session.put(VARIABLE, this);
            session.setJobListener((job, _, now) -> {
                if (now == Job.Status.Done && job.parent() == null && job.result() != null) {
                    status = job.result().error();
                }
            });
            Object result = session.execute(line);
            return result == null
                    ? printed.toString(StandardCharsets.UTF_8).stripTrailing()
                    : session.format(result, Converter.INSPECT).toString();
        } finally {
            processor.stop();
        }
    }

    private VendorBundle bundle() {
        return new VendorBundle("com.example.nic", "1.2.0", HASH, KEY, WHEN, "alice", problem);
    }

    @Override
    public List<VendorBundle> bundles() {
        return List.of(bundle());
    }

    @Override
    public List<Refusal> refusals() {
        return refused;
    }

    @Override
    public VendorBundle deploy(String file, byte[] jar, byte[] signature, boolean force, String who) {
        asked.add("deploy %s %s %s %s %s".formatted(file, new String(jar, StandardCharsets.UTF_8),
                new String(signature, StandardCharsets.UTF_8), force, who));
        return bundle();
    }

    @Override
    public VendorBundle remove(String name, String who) {
        asked.add("remove %s %s".formatted(name, who));
        return bundle();
    }

    @Override
    public List<TrustedKey> keys() {
        return List.of(new TrustedKey(KEY, "com.example", "v", false), new TrustedKey("SHA256:old", "", "w", true));
    }

    @Override
    public TrustedKey trust(String publicKey, String prefix, boolean again, String who) {
        asked.add("trust %s for %s %s %s".formatted(publicKey, prefix, again, who));
        return keys().getFirst();
    }

    @Override
    public Revocation revoke(String key, String who) {
        asked.add("revoke %s %s".formatted(key, who));
        return new Revocation(keys().getFirst(), List.of("com.example.nic"));
    }

    @Override
    public List<LogEntry> log() {
        return List.of(new LogEntry(WHEN, "alice", LogEntry.Action.TRUST, "k", "", LogEntry.Outcome.DONE, ""),
                new LogEntry(WHEN, "alice", LogEntry.Action.DEPLOY, "x.jar", HASH, LogEntry.Outcome.REFUSED,
                        "it is not signed"));
    }

    @Override
    public String readFile(String path) {
        return Optional.ofNullable(files.get(path))
                .orElseThrow(() -> new FairleadException(Kind.USAGE, "%s cannot be read".formatted(path)));
    }

    @Override
    public byte[] readBytes(String path, int atMost) {
        return readFile(path).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public long uid() {
        return 0;
    }

    @Override
    public String user() {
        return "alice";
    }

    @Override
    public boolean terminal() {
        return false;
    }
}
