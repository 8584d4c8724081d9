package io.fairlead.deploy.vendor;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/** Somebody with a key, who signs as {@code ssh-keygen -Y sign} does. */
public final class Vendor {

    private static final String TYPE = "ssh-ed25519";
    private static final String NAMESPACE = "fairlead-vendor";
    private static final int KEY_BYTES = 32;

    private final String name;
    private final KeyPair pair;

    /** With a new key. */
    public Vendor(String name) {
        try {
            this.name = name;
            this.pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As in {@code id_ed25519.pub}. */
    public String publicKey() {
        return TYPE + " " + Base64.getEncoder().encodeToString(wireKey()) + " " + name;
    }

    /** As {@code ssh-keygen -l} has it. */
    public String fingerprint() {
        try {
            return "SHA256:" + Base64.getEncoder().withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(wireKey()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] wireKey() {
        byte[] encoded = pair.getPublic().getEncoded();
        return strings(ascii(TYPE), Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length));
    }

    /** What would lie in {@code FILE.sig}. */
    public byte[] sign(byte[] file) {
        return sign(file, NAMESPACE);
    }

    /** The same for another use. */
    public byte[] sign(byte[] file, String namespace) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-512").digest(file);
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(pair.getPrivate());
            ed25519.update(join(ascii("SSHSIG"), strings(ascii(namespace), new byte[0], ascii("sha512"), digest)));
            byte[] blob = join(ascii("SSHSIG"), new byte[]{0, 0, 0, 1}, strings(wireKey(), ascii(namespace),
                    new byte[0], ascii("sha512"), strings(ascii(TYPE), ed25519.sign())));
            return ascii("-----BEGIN SSH SIGNATURE-----\n"
                    + Base64.getMimeEncoder(70, ascii("\n")).encodeToString(blob)
                    + "\n-----END SSH SIGNATURE-----\n");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] strings(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (byte[] part : parts) {
                out.writeInt(part.length);
                out.write(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
