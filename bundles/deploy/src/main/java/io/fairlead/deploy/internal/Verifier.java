package io.fairlead.deploy.internal;

import java.util.function.Predicate;

/** Decides by a bundle's bytes and its signature alone whether it may run; no archive is opened that no trusted key signed. */
final class Verifier {

    private final Keys keys;
    private final Predicate<String> taken;

    /**
     * With these keys.
     *
     * @param taken whether a symbolic name belongs to a bundle that is no vendor's
     */
    Verifier(Keys keys, Predicate<String> taken) {
        this.keys = keys;
        this.taken = taken;
    }

    /**
     * Verifies a bundle.
     *
     * @throws io.fairlead.api.FairleadException {@code NOT_CAPABLE} with the reason when it may not run
     */
    Verified verify(byte[] jar, byte[] signature) {
        SshSignature signed = SshSignature.parse(signature);
        keys.check(signed.key());
        if (!signed.signs(jar)) {
            throw Refused
                    .because("its signature is not of this file: it, or the file, was changed since or is another's");
        }
        Archive archive = Archive.read(jar);
        Identity identity = ManifestRules.check(archive.manifest());
        if (taken.test(identity.name())) {
            throw Refused
                    .because("it calls itself %s, as a bundle of the installation does".formatted(identity.name()));
        }
        keys.check(signed.key(), identity.name());
        return new Verified(identity, signed.key(), Sha256.hex(jar), archive.jar());
    }
}
