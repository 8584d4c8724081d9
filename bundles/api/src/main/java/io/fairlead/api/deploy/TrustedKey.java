package io.fairlead.api.deploy;

/**
 * A public key of a vendor.
 *
 * @param fingerprint as ssh-keygen(1) writes it: {@code SHA256:…}
 * @param prefix which symbolic names it may sign: this one, and those that continue it after a dot; empty when it is revoked
 * @param comment what stands beside it, often whose it is
 * @param revoked whether it is trusted no more
 */
public record TrustedKey(String fingerprint, String prefix, String comment, boolean revoked) {
}
