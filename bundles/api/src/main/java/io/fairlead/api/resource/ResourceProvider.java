package io.fairlead.api.resource;

import io.fairlead.api.FairleadException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A subsystem's part of the declared host: its section of the document, and the resources that the section is about.
 * Methods may be called from any thread, and wait no longer than the subsystem's own bounds.
 */
@ConsumerType
public interface ResourceProvider {

    /** The key of its section in the document: {@code kernel}. */
    String section();

    /** The JSON Schema (2020-12) of its section. */
    String schema();

    /**
     * Its resources as they are, read from the host.
     *
     * @throws FairleadException {@code HOST_FAILED} when they cannot be told, as with a daemon that does not answer
     */
    List<Resource> observe();

    /**
     * What would have to change; nothing is written. What is so already is no change.
     *
     * @param desired its section, as plain data like {@link Resource#value()}; empty where the document has none, and
     *            what Fairlead keeps of it is to go
     * @throws FairleadException {@code USAGE} for a section that cannot be, naming the key
     */
    List<ResourceChange> plan(Optional<Map<String, Object>> desired);

    /**
     * Brings one resource to a value, and reads it back. Setting what is so already does nothing.
     *
     * @param expected its value as it was planned from; when it is another by now, nothing is done
     * @param target the value, empty when it is to go
     * @param progress hears each step, a phrase each
     * @throws FairleadException {@code BUSY} when the value is not the expected one; else as the subsystem says
     */
    void set(ResourceId id, Map<String, Object> expected, Map<String, Object> target, Persistence persistence,
            Consumer<String> progress);

    /** The way back from a change without Java, in order; to be asked before the change is made. */
    List<UndoStep> nativeUndo(ResourceChange change);
}
