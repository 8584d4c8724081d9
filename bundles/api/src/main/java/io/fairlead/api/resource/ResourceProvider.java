package io.fairlead.api.resource;

import io.fairlead.api.FairleadException;
import io.fairlead.api.Inventory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A subsystem's part of the declared host: its section of the document, and the resources that the section is about.
 * Methods may be called from any thread, and wait no longer than the subsystem's own bounds.
 *
 * <p>A change is first <em>tried</em>, then <em>kept</em> or <em>undone</em>. A try lies below {@code /run} where the host
 * lets it be said so, and the next boot ends it.
 */
@ConsumerType
public interface ResourceProvider {

    /** The key of its section in the document: {@code kernel}. */
    String section();

    /**
     * The JSON Schema (2020-12) of its section: an object, {@code additionalProperties} false, and a {@code description}
     * for each key.
     */
    String schema();

    /** Its section for the host as it is, so that planning it would change nothing; empty where it has nothing to say. */
    Optional<Map<String, Object>> describe();

    /**
     * What is wrong with its section that the schema cannot tell, all of it at once: a PF that this host has not, or one
     * named twice.
     *
     * @param host the PFs as all providers are shown them for one plan
     * @throws FairleadException {@code HOST_FAILED} when the host cannot tell
     */
    List<Problem> check(Declaration declaration, Inventory host);

    /**
     * What would have to change; nothing is written. What is so already is no change.
     *
     * @param declaration has no {@link #check problems}; without this provider's section, what Fairlead keeps of it is to go
     * @param persistence with {@code KEEP}, what is so but only tried is a change too; with {@code TRY} it is none
     * @param host the PFs as all providers are shown them for one plan
     * @throws FairleadException {@code HOST_FAILED} when it cannot be told, as with a daemon that does not answer
     */
    List<ResourceChange> plan(Declaration declaration, Persistence persistence, Inventory host);

    /**
     * Brings one resource to a value, and reads it back. Setting what is so already does nothing.
     *
     * @param expected its value as it was planned from; when it is another by now, nothing is done
     * @param target the value, empty when it is to go
     * @param persistence {@code KEEP} also for what is tried already: then it is made to last
     * @param progress hears each step, a phrase each
     * @throws FairleadException {@code BUSY} when the value is not the expected one; {@code IN_USE} when somebody holds what
     *             would be taken away; else as the subsystem says
     */
    void set(ResourceId id, Map<String, Object> expected, Map<String, Object> target, Persistence persistence,
            Consumer<String> progress);

    /**
     * Takes a change back: the resource is again as {@link ResourceChange#before()} says, tried or kept as it was then,
     * whatever has become of it. Undoing what is undone, or was never done, does nothing.
     *
     * @throws FairleadException {@code IN_USE} when somebody holds what would be taken away, naming the holders: nothing in
     *             use is taken away, not even by a rollback
     */
    void undo(ResourceChange change, Consumer<String> progress);

    /** The way back from a change, tried or kept, without Java, in order; to be asked before the change is made. */
    List<UndoStep> nativeUndo(ResourceChange change);

    /** Whether a change that was {@link #set} as a try is in force yet. Only what needs a reboot is not. */
    default TrialState trial(ResourceChange change) {
        return TrialState.IN_FORCE;
    }

    /**
     * The word on the kernel's command line during the boot in which a tried change is in force, when only such a boot tells;
     * it is not on that of any other boot.
     */
    default Optional<String> trialWord(ResourceChange change) {
        return Optional.empty();
    }

    /**
     * Steps aside for another provider's change, right before it is made: libvirt stops a pool while the VFs it hands out are
     * made anew. Closing the answer undoes it, whether the change was made or not.
     *
     * @throws FairleadException when it cannot; the change is then not made
     */
    default Aside stepAside(ResourceChange change, Consumer<String> progress) {
        return () -> {
        };
    }

    /**
     * Calls back, on any thread, when something may have changed of its resources; too often rather than too rarely. Closing
     * the answer ends it.
     */
    Watch watch(Runnable changed);

    /** What stepped aside, until it is closed. */
    interface Aside extends AutoCloseable {
        @Override
        void close();
    }

    /** A watch, until it is closed. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
