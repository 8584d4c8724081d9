package io.fairlead.deploy.internal;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * A bundle that may run.
 *
 * @param identity what it is called
 * @param key who signed it
 * @param sha256 of the file that was signed
 * @param jar what the framework is to be given, and nothing else
 */
record Verified(Identity identity, SshKey key, String sha256, ByteBuffer jar) {

    InputStream open() {
        return new ByteArrayInputStream(Bytes.of(jar));
    }
}
