package io.fairlead.deploy.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.deploy.VendorBundles;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.RootFiles;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Our own copies of bundles, and which of them are accepted, with their signatures. That is one small file, and writing it is the
 * commit point: a copy that it does not name is nothing, and goes.
 */
final class Store {

    static final HostPath DIRECTORY = HostPath.OUR_STATE.resolve("vendors/store");

    private static final HostPath INDEX = DIRECTORY.resolve("accepted.json");
    private static final String JAR = ".jar";
    private static final int MOST_INDEX = 1 << 20;
    private static final int MODE = 0644;

    private final HostFiles files;
    private final RootFiles rootFiles;
    private final DurableFiles durable;

    Store(HostFiles files, RootFiles rootFiles, DurableFiles durable) {
        this.files = files;
        this.rootFiles = rootFiles;
        this.durable = durable;
    }

    /** Keeps a copy of a file; answers its SHA-256, by which it is found again. */
    String keep(byte[] jar) {
        String sha256 = Sha256.hex(jar);
        durable.write(copy(sha256), jar, MODE);
        return sha256;
    }

    /** A copied file, as it lies there now. */
    byte[] jar(String sha256) {
        return rootFiles.read(copy(sha256), VendorBundles.LARGEST_BUNDLE)
                .orElseThrow(() -> new FairleadException(Kind.HOST_FAILED,
                        "%s of the store is not there: deploy the bundle again".formatted(copy(sha256))));
    }

    private static HostPath copy(String sha256) {
        return DIRECTORY.resolve(sha256 + JAR);
    }

    /**
     * What is accepted.
     *
     * @throws FairleadException {@code HOST_FAILED} when that cannot be read: it is never taken for nothing
     */
    Index index() {
        try {
            return rootFiles.read(INDEX, MOST_INDEX).map(Index::parse).orElse(Index.EMPTY);
        } catch (IllegalArgumentException e) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "the store's %s cannot be read (%s): restore it, or move it away and deploy the bundles again"
                            .formatted(INDEX, e.getMessage()),
                    e);
        }
    }

    /** The commit point. */
    void commit(Index index) {
        durable.write(INDEX, index.json(), MODE);
    }

    /** Takes away all that is not accepted: copies of what was refused, and what a power cut left of a write. */
    void sweep(Index index) {
        Set<HostPath> accepted = index.bundles().values().stream().map(Accepted::sha256).map(Store::copy)
                .collect(Collectors.toSet());
        files.list(DIRECTORY).stream().map(DIRECTORY::resolve)
                .filter(file -> !accepted.contains(file) && !file.equals(INDEX)).forEach(durable::delete);
    }
}
