package io.fairlead.libvirt.internal;

import io.fairlead.api.resource.NativeProgram;
import io.fairlead.api.resource.UndoStep;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * Puts a pool back where there is no Java: by virsh, for a libvirt that runs keeps what it has whatever becomes of its files;
 * else by the link that starts it at boot.
 */
@Component
public final class PoolProgram implements NativeProgram {

    private static final String NAME = "libvirt-pool";
    private static final String SCRIPT = "pool.sh";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte[] content() {
        try (InputStream in = PoolProgram.class.getResourceAsStream(SCRIPT)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The step that makes a pool be as it was. */
    static UndoStep step(String pool, Map<String, Object> before) {
        boolean kept = before.containsKey(PoolState.DEFINITION);
        String definition = kept
                ? String.valueOf(before.get(PoolState.DEFINITION))
                : before.isEmpty()
                        ? ""
                        : Network.document(pool, Optional.of(before.get(PoolState.ID)).map(String::valueOf)
                                .flatMap(Ids::parse), String.valueOf(before.get(PoolState.PF)));
        return new UndoStep.RunNative(NAME, List.of(pool, kept ? "kept" : "tried",
                Boolean.TRUE.equals(before.get(PoolState.AUTOSTART)) ? "autostart" : "manual",
                Boolean.TRUE.equals(before.get(PoolState.ACTIVE)) ? "active" : "stopped"), definition);
    }
}
