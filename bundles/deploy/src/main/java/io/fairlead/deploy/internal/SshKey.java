package io.fairlead.deploy.internal;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A public key of the type {@value #TYPE}.
 *
 * @param blob as OpenSSH writes it in Base64: the second word of {@code id_ed25519.pub} (RFC 8709, section 4)
 */
record SshKey(String blob) {

    static final String TYPE = "ssh-ed25519";

    private static final int KEY_BYTES = 32;
    /** What stands before an Ed25519 key in a SubjectPublicKeyInfo (RFC 8410, section 4). */
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final Pattern LINE = Pattern.compile(TYPE + "\\s+(\\S+)(?:\\s+(.*))?");

    /**
     * @throws IllegalArgumentException when it is no such key
     */
    SshKey {
        raw(Base64.getDecoder().decode(blob));
    }

    /** A key, and what stands beside it. */
    record Line(SshKey key, String comment) {
    }

    /** The key in a line of a {@code .pub} file; empty when there is none of this type. */
    static Optional<Line> parse(String line) {
        Matcher matcher = LINE.matcher(line.strip());
        try {
            return matcher.matches()
                    ? Optional.of(new Line(new SshKey(matcher.group(1)),
                            Optional.ofNullable(matcher.group(2)).orElse("").strip()))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** The key that is so on the wire. */
    static SshKey ofWire(byte[] wire) {
        return new SshKey(Base64.getEncoder().encodeToString(wire));
    }

    private static byte[] raw(byte[] wire) {
        WireReader reader = new WireReader(wire);
        String type = reader.text();
        if (!type.equals(TYPE)) {
            throw new IllegalArgumentException("the key is of type %s, and not %s".formatted(type, TYPE));
        }
        byte[] raw = reader.string();
        reader.end();
        if (raw.length != KEY_BYTES) {
            throw new IllegalArgumentException("the key has %d bytes, and not %d".formatted(raw.length, KEY_BYTES));
        }
        return raw;
    }

    /** For the JDK's own Ed25519. */
    PublicKey jca() throws GeneralSecurityException {
        byte[] raw = raw(Base64.getDecoder().decode(blob));
        byte[] encoded = new byte[X509_PREFIX.length + raw.length];
        System.arraycopy(X509_PREFIX, 0, encoded, 0, X509_PREFIX.length);
        System.arraycopy(raw, 0, encoded, X509_PREFIX.length, raw.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    /** As {@code ssh-keygen -l} writes it: {@code SHA256:…}. */
    String fingerprint() {
        return "SHA256:" + Base64.getEncoder().withoutPadding()
                .encodeToString(Sha256.of(Base64.getDecoder().decode(blob)));
    }

    /** As in a {@code .pub} file. */
    String line(String comment) {
        return (TYPE + " " + blob + " " + comment).strip();
    }
}
