package io.fairlead.deploy.internal;

import java.time.Instant;

/**
 * A bundle of the store.
 *
 * @param identity what it is called
 * @param sha256 of its file
 * @param signature of its file, as it was given
 * @param key the fingerprint of who signed it
 * @param when it was accepted
 * @param who had it deployed
 */
record Accepted(Identity identity, String sha256, String signature, String key, Instant when, String who) {

    String name() {
        return identity.name();
    }
}
