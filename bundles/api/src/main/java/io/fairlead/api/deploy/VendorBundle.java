package io.fairlead.api.deploy;

import java.time.Instant;
import java.util.Optional;

/**
 * A vendor's bundle that was accepted.
 *
 * @param name its symbolic name
 * @param version its version, as OSGi writes it: {@code 1.2.0}
 * @param sha256 of its file as it was signed, 64 hexadecimal digits
 * @param key the fingerprint of the key that signed it
 * @param accepted when
 * @param who had it deployed
 * @param problem why it does not run; empty when it runs
 */
public record VendorBundle(String name, String version, String sha256, String key, Instant accepted, String who,
        Optional<String> problem) {
}
