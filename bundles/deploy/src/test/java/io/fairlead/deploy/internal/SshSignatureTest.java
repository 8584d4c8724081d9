package io.fairlead.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.deploy.vendor.Vendor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Signatures and keys as OpenSSH writes them. */
class SshSignatureTest {

    private static final byte[] FILE = "some bytes".getBytes(StandardCharsets.UTF_8);

    private final Vendor vendor = new Vendor("vendor@example");

    @Test
    void whatSshKeygenSignedIsItsKeysSignatureOfThatFileAlone() throws IOException {
        SshSignature signature = SshSignature.parse(resource("file.sig"));
        SshKey.Line key = SshKey.parse(new String(resource("key.pub"), StandardCharsets.UTF_8)).orElseThrow();

        assertThat(signature.key()).isEqualTo(key.key());
        assertThat(key.comment()).isEqualTo("vendor@example");
        assertThat(signature.signs(resource("file"))).isTrue();
        assertThat(signature.signs(FILE)).isFalse();
    }

    @Test
    void aSignatureIsItsKeysAlone() {
        SshSignature other = SshSignature.parse(new Vendor("other").sign(FILE));
        SshSignature ours = SshSignature.parse(vendor.sign(FILE));

        assertThat(ours.signs(FILE)).isTrue();
        assertThat(ours.key().fingerprint()).isEqualTo(vendor.fingerprint());
        assertThat(new SshSignature(ours.key(), other.reserved(), other.hash(), other.signature()).signs(FILE))
                .isFalse();
    }

    @Test
    void everyByteOfASignatureCounts() {
        byte[] signature = vendor.sign(FILE);
        for (int at = 0; at < signature.length - 1; at++) {
            byte[] bad = signature.clone();
            bad[at] = (byte) (bad[at] == 'A' ? 'B' : 'A');
            assertThat(holds(bad)).as("with byte %d changed", at).isFalse();
        }
    }

    @Test
    void aSignatureThatIsCutShortIsNone() {
        byte[] signature = vendor.sign(FILE);
        for (int length = 0; length < signature.length - 1; length++) {
            byte[] bad = Arrays.copyOf(signature, length);
            assertThatThrownBy(() -> SshSignature.parse(bad)).hasMessageContaining("its signature ");
        }
    }

    @Test
    void aSignatureForAnotherUseIsRefused() {
        assertThatThrownBy(() -> SshSignature.parse(vendor.sign(FILE, "git")))
                .hasMessage("its signature was made for another use: sign with -n fairlead-vendor");
    }

    /** Whether it is taken for the vendor's: another key's counts for nothing. */
    private boolean holds(byte[] signature) {
        try {
            SshSignature parsed = SshSignature.parse(signature);
            return parsed.key().fingerprint().equals(vendor.fingerprint()) && parsed.signs(FILE);
        } catch (RuntimeException _) {
            return false;
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = SshSignatureTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }
}
