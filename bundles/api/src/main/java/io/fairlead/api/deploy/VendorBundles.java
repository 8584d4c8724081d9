package io.fairlead.api.deploy;

import io.fairlead.api.FairleadException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes bundles of NIC vendors in, out, and up while the host runs. One runs only if a key that the owner trusts signed it, and
 * only as what it is: a NIC driver. What was accepted is kept and verified again at each start.
 *
 * <p>One change at a time; all may be called from any thread. What changes the host is {@code BUSY} while another process is
 * its writer, and needs root.
 */
@ProviderType
public interface VendorBundles {

    /** The most bytes that a bundle may have: 4 MiB. */
    int LARGEST_BUNDLE = 4 << 20;

    /** The most bytes that a signature, or a public key, may have: 8 KiB. */
    int LARGEST_SIGNATURE = 8 << 10;

    /** What the name of a signature ends with, after the whole name of its bundle: ssh-keygen(1), {@code -Y sign}. */
    String SIGNATURE = ".sig";

    /** The namespace that a signature has to be made for: ssh-keygen(1), {@code -n}. */
    String NAMESPACE = "fairlead-vendor";

    /** The bundles that were accepted, by name, whether they run or not. */
    List<VendorBundle> bundles();

    /** The files of the drop directory that were not accepted, by name, and why. */
    List<Refusal> refusals();

    /**
     * Verifies a bundle, and runs it in place of the version that runs.
     *
     * @param file its name, for the log
     * @param jar at most {@value #LARGEST_BUNDLE} bytes
     * @param signature of the whole jar, as {@code ssh-keygen -Y sign -n fairlead-vendor} writes it; at most
     *            {@value #LARGEST_SIGNATURE} bytes
     * @param force whether its version may be lower than the last that was accepted
     * @param who asks for it, for the log
     * @throws FairleadException {@code NOT_CAPABLE} with the reason why it is refused; the version that ran then still runs
     */
    VendorBundle deploy(String file, byte[] jar, byte[] signature, boolean force, String who);

    /**
     * Stops a bundle and forgets it, but for its version: a lower one is still refused.
     *
     * @throws FairleadException {@code USAGE} when there is none of this name
     */
    VendorBundle remove(String name, String who);

    /** The keys that are trusted, and those that are no more, in the order of their files. */
    List<TrustedKey> keys();

    /**
     * Trusts a key.
     *
     * @param publicKey a line as in {@code id_ed25519.pub}; only keys of type {@code ssh-ed25519}
     * @param prefix what it may sign: the bundle of this symbolic name, and those whose name continues it after a dot
     * @param again whether to trust it even if it was revoked
     * @throws FairleadException {@code USAGE} for what is no such key or prefix; {@code NOT_CAPABLE} for a key that was
     *             revoked, and for a prefix that covers bundles of Fairlead
     */
    TrustedKey trust(String publicKey, String prefix, boolean again, String who);

    /**
     * Revokes a key: what it signed is stopped and is refused from now on.
     *
     * @param key a public key, or its fingerprint
     * @return the key, and the bundles that no longer run
     * @throws FairleadException {@code USAGE} when it is neither, or of a key that is not trusted
     */
    Revocation revoke(String key, String who);

    /** What was done and refused, oldest first. */
    List<LogEntry> log();

    /**
     * A key that was revoked.
     *
     * @param key it
     * @param stopped the names of the bundles that it had signed, which no longer run
     */
    record Revocation(TrustedKey key, List<String> stopped) {
    }
}
