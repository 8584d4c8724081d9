package io.fairlead.deploy.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Printable;
import io.fairlead.api.deploy.TrustedKey;
import io.fairlead.api.deploy.VendorBundles;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.RootFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that the owner of the host trusts, and those that no longer are, in files that {@code ssh-keygen -Y verify} reads
 * too: an ALLOWED SIGNERS file, whose principals are symbolic names, and a list of revoked keys (ssh-keygen(1), -f and -r).
 * They are read anew for each question, so that an edit by hand counts at once.
 */
final class Keys {

    static final HostPath DIRECTORY = HostPath.OUR_ETC.resolve("vendors");
    static final HostPath TRUSTED = DIRECTORY.resolve("allowed_signers");
    static final HostPath REVOKED = DIRECTORY.resolve("revoked_keys");

    private static final Logger LOG = LoggerFactory.getLogger(Keys.class);
    private static final int MOST_BYTES = 1 << 20;
    private static final int MODE = 0644;
    private static final Pattern SIGNER = Pattern
            .compile("(\\S+)\\s+(?:namespaces=\"([^\"]*)\"\\s+)?(" + SshKey.TYPE + "\\s.*)");

    private final RootFiles files;
    private final DurableFiles durable;

    Keys(RootFiles files, DurableFiles durable) {
        this.files = files;
        this.durable = durable;
    }

    private record Signer(NamePatterns names, SshKey key, String comment) {
        TrustedKey shown() {
            return new TrustedKey(key.fingerprint(), names.toString(), comment, false);
        }
    }

    /**
     * Refuses a key that is not trusted for this symbolic name.
     *
     * @throws FairleadException {@code NOT_CAPABLE} with the reason
     */
    void check(SshKey key, String name) {
        check(key);
        List<Signer> lines = signers().filter(signer -> signer.key().equals(key)).toList();
        if (lines.stream().noneMatch(signer -> signer.names().match(name))) {
            throw Refused.because("the key %s may sign %s, and not %s".formatted(key.fingerprint(), lines.stream()
                    .map(signer -> signer.names().toString()).collect(Collectors.joining(" and ")),
                    Printable.of(name)));
        }
    }

    /** Refuses a key that may sign nothing. */
    void check(SshKey key) {
        if (revoked().anyMatch(line -> line.key().equals(key))) {
            throw Refused.because("its key %s was revoked (%s)".formatted(key.fingerprint(), REVOKED));
        }
        if (signers().noneMatch(signer -> signer.key().equals(key))) {
            throw Refused.because(
                    "its key %s is not trusted: vendor:trust it if you know whose it is".formatted(key.fingerprint()));
        }
    }

    /** Changes whenever the files do. */
    String state() {
        return Sha256.hex((text(TRUSTED) + '\0' + text(REVOKED)).getBytes(StandardCharsets.UTF_8));
    }

    List<TrustedKey> all() {
        return Stream.concat(signers().map(Signer::shown), revoked()
                .map(line -> new TrustedKey(line.key().fingerprint(), "", line.comment(), true))).toList();
    }

    TrustedKey trust(SshKey.Line line, NamePatterns names, boolean again) {
        SshKey key = line.key();
        if (revoked().anyMatch(found -> found.key().equals(key))) {
            if (!again) {
                throw Refused.because("the key %s was revoked: trust it again with --again if you are sure"
                        .formatted(key.fingerprint()));
            }
            durable.write(REVOKED, without(text(REVOKED), found -> isKey(found, key)), MODE);
        }
        Signer signer = new Signer(names, key, line.comment());
        if (signers().noneMatch(found -> found.key().equals(key) && found.names().equals(names))) {
            add(TRUSTED, "%s namespaces=\"%s\" %s".formatted(names.list(), VendorBundles.NAMESPACE,
                    key.line(line.comment())));
        }
        return signer.shown();
    }

    /** First among the revoked, then out of the trusted: whatever happens in between, it is trusted no more. */
    TrustedKey revoke(SshKey.Line line) {
        if (revoked().noneMatch(found -> found.key().equals(line.key()))) {
            add(REVOKED, line.key().line(line.comment()));
        }
        if (signers().anyMatch(signer -> signer.key().equals(line.key()))) {
            durable.write(TRUSTED, without(text(TRUSTED),
                    found -> signer(found).filter(signer -> signer.key().equals(line.key())).isPresent()), MODE);
        }
        return new TrustedKey(line.key().fingerprint(), "", line.comment(), true);
    }

    /** The key that a public key's line, or the fingerprint of a trusted one, names. */
    SshKey.Line named(String keyOrFingerprint) {
        return SshKey.parse(keyOrFingerprint)
                .or(() -> signers().filter(signer -> signer.key().fingerprint().equals(keyOrFingerprint.strip()))
                        .map(signer -> new SshKey.Line(signer.key(), signer.comment())).findFirst())
                .orElseThrow(() -> new FairleadException(Kind.USAGE,
                        "%s is neither a public key of type %s nor the fingerprint of a trusted one: vendor:trust lists those"
                                .formatted(Printable.quoted(keyOrFingerprint), SshKey.TYPE)));
    }

    private Stream<Signer> signers() {
        return lines(text(TRUSTED)).flatMap(line -> {
            Optional<Signer> signer = signer(line);
            if (signer.isEmpty()) {
                LOG.warn("A line of {} is not understood, and trusts nobody: {}", TRUSTED, Printable.quoted(line));
            }
            return signer.stream();
        });
    }

    private static Optional<Signer> signer(String line) {
        Matcher matcher = SIGNER.matcher(line.strip());
        if (!matcher.matches() || !isForUs(Optional.ofNullable(matcher.group(2)))) {
            return Optional.empty();
        }
        return NamePatterns.parse(matcher.group(1)).flatMap(names -> SshKey.parse(matcher.group(3))
                .map(found -> new Signer(names, found.key(), found.comment())));
    }

    private static boolean isForUs(Optional<String> namespaces) {
        return namespaces.isEmpty() || List.of(namespaces.get().split(",", -1)).contains(VendorBundles.NAMESPACE);
    }

    private Stream<SshKey.Line> revoked() {
        return lines(text(REVOKED)).flatMap(line -> SshKey.parse(line).stream());
    }

    private static boolean isKey(String line, SshKey key) {
        return SshKey.parse(line).filter(found -> found.key().equals(key)).isPresent();
    }

    private static Stream<String> lines(String text) {
        return text.lines().filter(line -> !line.isBlank() && !line.startsWith("#"));
    }

    private static byte[] without(String text, Predicate<String> gone) {
        return text.lines().filter(line -> gone.negate().test(line)).map(line -> line + "\n")
                .collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8);
    }

    private void add(HostPath file, String line) {
        String old = text(file);
        String whole = old.isEmpty() || old.endsWith("\n") ? old : old + "\n";
        durable.write(file, (whole + line + "\n").getBytes(StandardCharsets.UTF_8), MODE);
    }

    private String text(HostPath file) {
        return files.read(file, MOST_BYTES).map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
    }
}
