package io.fairlead.host;

import io.fairlead.api.FairleadException;
import io.fairlead.api.resource.UndoStep;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Our files among other people's: units, rules, drop-ins, hooks. It is known of each that we wrote it, and what was there
 * before, so that nobody's file is lost and everything can be put back byte for byte, made directories included.
 *
 * <p>Written as by {@link DurableFiles}, with its failures. What is known of a file below {@code /run} is kept below
 * {@code /run}, and of any other below {@code /var/lib/fairlead}. A change of several files is made whole by its caller:
 * each answers how to take it back.
 *
 * <p>Claim the {@link WriterLock} first.
 */
@ProviderType
public interface OwnFiles {

    /** How a file stands. */
    enum Standing {
        /** Nothing is there. */
        ABSENT,
        /** It is as we wrote it. */
        OURS,
        /** We wrote it, and somebody changed it since. */
        CHANGED,
        /** Somebody else's. */
        FOREIGN
    }

    /** What to do about a file that is {@code FOREIGN} or {@code CHANGED}. */
    enum Foreign {
        /** Leave it, and refuse. */
        REFUSE,
        /** Keep its content aside and take its place: the user said {@code --adopt}. */
        ADOPT
    }

    /** How the file stands now. */
    Standing standing(HostPath file);

    /**
     * Makes the file be there with this content and mode. What is so already is not written.
     *
     * @param content byte for byte
     * @param mode its permission bits, 0 to 0777
     * @param foreign what to do about somebody else's file; an adopted one is restored by {@link #remove}
     * @throws FairleadException {@code NOT_CAPABLE} for somebody else's file, or one of ours that was changed, naming it;
     *             {@code HOST_FAILED} when it cannot be written
     */
    Change put(HostPath file, byte[] content, int mode, Foreign foreign);

    /**
     * Takes our file away: an adopted original comes back, else directories that were made for it go too when they are
     * empty. Does nothing when we have none there.
     *
     * @param foreign what to do about a file of ours that was changed since; a file that was never ours is left alone
     * @throws FairleadException {@code NOT_CAPABLE} when it was changed since; {@code HOST_FAILED} when it cannot be done
     */
    Change remove(HostPath file, Foreign foreign);

    /**
     * The way back to how a file, all that is known of it, and the directories above it are now, for a program without Java;
     * to be asked before {@link #put} or {@link #remove}.
     */
    List<UndoStep> wayBack(HostPath file);

    /** The files that are ours now, whether changed since or not, in no order. */
    List<HostPath> all();

    /** Forgets that a file is ours, and what was there before it; the file stays as it is. */
    void release(HostPath file);

    /** What was done to a file, and the way back. */
    interface Change {

        /** Whether anything was written. */
        boolean happened();

        /** Puts the file back as it was before this change, once; does nothing when nothing had happened. */
        void undo();
    }
}
