package io.fairlead.deploy.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.deploy.VendorBundles;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.RootFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Our own copies of bundles and their signatures, and which of them are accepted. That is one small file, and writing it is the
 * commit point: a copy that it does not name is nothing, and goes.
 */
final class Store {

    static final HostPath DIRECTORY = HostPath.OUR_STATE.resolve("vendors/store");

    private static final HostPath INDEX = DIRECTORY.resolve("accepted.json");
    private static final String JAR = "bundle.jar";
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

    /** Keeps a copy of a file and its signature; answers its name, the same for the same bytes. */
    String keep(byte[] jar, byte[] signature) {
        String copy = Sha256.hex((Sha256.hex(jar) + Sha256.hex(signature)).getBytes(StandardCharsets.US_ASCII));
        durable.write(DIRECTORY.resolve(copy).resolve(JAR), jar, MODE);
        durable.write(DIRECTORY.resolve(copy).resolve(JAR + VendorBundles.SIGNATURE), signature, MODE);
        return copy;
    }

    /** The copied file, as it lies there now. */
    byte[] jar(String copy) {
        return read(copy, JAR, VendorBundles.LARGEST_BUNDLE);
    }

    /** The copied signature, as it lies there now. */
    byte[] signature(String copy) {
        return read(copy, JAR + VendorBundles.SIGNATURE, VendorBundles.LARGEST_SIGNATURE);
    }

    private byte[] read(String copy, String name, int atMost) {
        HostPath file = DIRECTORY.resolve(copy).resolve(name);
        return rootFiles.read(file, atMost).orElseThrow(() -> new FairleadException(Kind.HOST_FAILED,
                "%s of the store is not there: deploy the bundle again".formatted(file)));
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

    /** Takes away the copies that are not accepted. */
    void sweep(Index index) {
        Set<String> accepted = index.bundles().values().stream().map(Accepted::copy).collect(Collectors.toSet());
        files.list(DIRECTORY).stream().filter(name -> !accepted.contains(name) && !name.equals(INDEX.name()))
                .forEach(this::remove);
    }

    private void remove(String name) {
        HostPath directory = DIRECTORY.resolve(name);
        List<String> below = files.list(directory);
        below.forEach(file -> durable.delete(directory.resolve(file)));
        if (below.isEmpty()) {
            durable.delete(directory);
        } else {
            durable.deleteEmpty(directory);
        }
    }
}
