package io.fairlead.deploy.internal;

import java.time.Instant;

/**
 * A bundle of the store.
 *
 * @param identity what it is called
 * @param copy where its file lies in the store
 * @param sha256 of its file
 * @param key the fingerprint of who signed it
 * @param when it was accepted
 * @param who had it deployed
 */
record Accepted(Identity identity, String copy, String sha256, String key, Instant when, String who) {

    String name() {
        return identity.name();
    }
}
