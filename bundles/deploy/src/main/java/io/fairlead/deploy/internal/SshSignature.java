package io.fairlead.deploy.internal;

import io.fairlead.api.deploy.VendorBundles;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A detached signature as {@code ssh-keygen -Y sign} writes it: PROTOCOL.sshsig of OpenSSH. The key's word counts for nothing
 * until it is known whether the key is trusted.
 *
 * @param key that it says it was made by
 * @param reserved of the format, signed with the rest
 * @param hash how the file was hashed: {@code sha256} or {@code sha512}
 * @param signature 64 bytes
 */
record SshSignature(SshKey key, ByteBuffer reserved, String hash, ByteBuffer signature) {

    private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final Map<String, String> HASHES = Map.of("sha256", "SHA-256", "sha512", "SHA-512");
    private static final Pattern ARMOR = Pattern.compile(
            "-----BEGIN SSH SIGNATURE-----\\s+([A-Za-z0-9+/=\\s]+)-----END SSH SIGNATURE-----\\s*");

    /**
     * Reads what such a file holds.
     *
     * @throws io.fairlead.api.FairleadException {@code NOT_CAPABLE} with the reason when it holds none, or one for another
     *             use than ours
     */
    static SshSignature parse(byte[] file) {
        Matcher armor = ARMOR.matcher(new String(file, StandardCharsets.ISO_8859_1));
        if (!armor.matches()) {
            throw Refused.because("its signature is none: make it with ssh-keygen -Y sign -n %s -f KEY FILE"
                    .formatted(VendorBundles.NAMESPACE));
        }
        try {
            return parseBlob(Base64.getMimeDecoder().decode(armor.group(1)));
        } catch (IllegalArgumentException e) {
            throw Refused.because("its signature cannot be read: %s".formatted(e.getMessage()));
        }
    }

    private static SshSignature parseBlob(byte[] blob) {
        WireReader reader = new WireReader(blob);
        if (!MessageDigest.isEqual(reader.bytes(MAGIC.length), MAGIC) || reader.number() != VERSION) {
            throw new IllegalArgumentException("it is not of version %d of the format".formatted(VERSION));
        }
        SshKey key = SshKey.ofWire(reader.string());
        String namespace = reader.text();
        byte[] reserved = reader.string();
        String hash = reader.text();
        WireReader inner = new WireReader(reader.string());
        reader.end();
        if (!inner.text().equals(SshKey.TYPE)) {
            throw new IllegalArgumentException("it is not of the type " + SshKey.TYPE);
        }
        byte[] signature = inner.string();
        inner.end();
        if (!HASHES.containsKey(hash)) {
            throw new IllegalArgumentException("its hash is neither sha256 nor sha512");
        }
        if (!namespace.equals(VendorBundles.NAMESPACE)) {
            throw Refused.because(
                    "its signature was made for another use: sign with -n %s".formatted(VendorBundles.NAMESPACE));
        }
        return new SshSignature(key, ByteBuffer.wrap(reserved), hash, ByteBuffer.wrap(signature));
    }

    /** Whether it is the key's signature of exactly these bytes. */
    boolean signs(byte[] file) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(key.jca());
            ed25519.update(signed(MessageDigest.getInstance(HASHES.get(hash)).digest(file)));
            return ed25519.verify(Bytes.of(signature));
        } catch (GeneralSecurityException _) {
            // also for a key that is no point, and a signature of another length
            return false;
        }
    }

    /** What was signed: section 3 of the format. */
    private byte[] signed(byte[] digest) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(MAGIC);
            for (byte[] part : new byte[][]{VendorBundles.NAMESPACE.getBytes(StandardCharsets.UTF_8),
                    Bytes.of(reserved),
                    hash.getBytes(StandardCharsets.UTF_8), digest}) {
                out.writeInt(part.length);
                out.write(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
