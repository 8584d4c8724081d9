package io.fairlead.deploy.internal;

import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.osgi.framework.Version;

/** The store of vendors' bundles on any files; whose bytes say what bundle they are. */
public final class StoreOn {

    /** Where it lies. */
    public static final HostPath DIRECTORY = Store.DIRECTORY;

    private final Store store;

    /** On these. */
    public StoreOn(HostFiles files, DurableFiles durable) {
        this.store = new Store(files, (file, _) -> files.content(file), durable);
    }

    /** As a deployment does it. */
    public void accept(String name, String version) {
        Index before = store.index();
        String what = name + " " + version;
        String sha256 = store.keep(bytes("jar of " + what));
        store.commit(before.with(new Accepted(new Identity(name, Version.parseVersion(version)), sha256,
                "signature of " + what, "", Instant.EPOCH, "")));
        store.sweep(store.index());
    }

    /** As a removal does it. */
    public void remove(String name) {
        Index without = store.index().without(name);
        store.commit(without);
        store.sweep(without);
    }

    /** As the daemon does it. */
    public void sweep() {
        store.sweep(store.index());
    }

    /** What is accepted, each as the bytes of its copies have it. */
    public List<String> accepted() {
        return store.index().bundles().values().stream().map(this::describe).toList();
    }

    private String describe(Accepted accepted) {
        String jar = new String(store.jar(accepted.sha256()), StandardCharsets.UTF_8);
        String signature = accepted.signature();
        String what = accepted.identity().toString();
        return jar.equals("jar of " + what) && signature.equals("signature of " + what)
                ? what
                : "%s with %s and %s".formatted(what, jar, signature);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
