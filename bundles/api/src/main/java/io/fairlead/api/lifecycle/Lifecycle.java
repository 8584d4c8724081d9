package io.fairlead.api.lifecycle;

import io.fairlead.api.FairleadException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Brings the host to a declared state, on trial: what is not confirmed in time is taken back, whatever dies meanwhile.
 *
 * <p>One change at a time. All that it knows lies in synced files, so that any process of ours can go on where another
 * ended. Events go to the Event Admin service, see {@link LifecycleEvents}.
 *
 * <p>Where a document is read, one that cannot be is a {@link DocumentException} with all its faults.
 */
@ProviderType
public interface Lifecycle {

    /** The JSON Schema (2020-12) of the whole document, of the providers that are there. */
    String schema();

    /**
     * What would change, and who would notice; nothing is written.
     *
     * @param connection the address on this host that the user's own connection comes in at, where there is one
     * @throws FairleadException {@code HOST_FAILED} when the host cannot tell
     */
    Plan plan(Document document, Optional<String> connection);

    /**
     * Tries a document: the way back first, then change by change, each read back. The first that fails has all taken back.
     *
     * @param progress hears each step
     * @return with no generation where the host is so already; nothing is then written
     * @throws FairleadException {@code IN_USE} naming every holder, {@code BUSY} when another try is not ended, and as the
     *             subsystems say; then everything is as before, or the message says what is not
     */
    Outcome apply(ApplyRequest request, Consumer<Progress> progress);

    /**
     * Makes what is tried last.
     *
     * @throws FairleadException {@code USAGE} when nothing is tried; {@code HOST_FAILED} when it cannot be kept: it is then
     *             still a try
     */
    Outcome confirm(Consumer<Progress> progress);

    /**
     * Takes back what is tried.
     *
     * @throws FairleadException {@code USAGE} when nothing is tried
     */
    Outcome rollback(Consumer<Progress> progress);

    /** The generations that are kept, oldest first. */
    List<Generation> history();

    /**
     * One of them.
     *
     * @throws FairleadException {@code USAGE} when there is no such generation, or it is no longer kept
     */
    Generation generation(int number);

    /** What two documents declare differently, in the order of the second. */
    List<Difference> diff(Document before, Document after);

    /** How the host stands to what was confirmed. Never fails for what a subsystem cannot tell: that is a part of it. */
    HostStatus status();

    /** The host as it is, as a document with the sections of the providers that are there. */
    Document describe();

    /**
     * Lets go of the host: the native files stay and do their work, and all that Fairlead knows of them is forgotten.
     *
     * @return in {@link Outcome#made} the files that stay
     * @throws FairleadException {@code BUSY} while something is tried
     */
    Outcome eject();

    /**
     * A step of a change, as it begins.
     *
     * @param number of the change, from 1; 0 for what is about no single one
     * @param of how many there are
     * @param what one phrase
     */
    record Progress(int number, int of, String what) {
    }
}
