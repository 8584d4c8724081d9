package io.fairlead.kernel.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.host.HostPath;
import java.util.List;
import java.util.Optional;

/** Keeps arguments of ours in the configuration of a boot loader. To be used by the host's writer alone. */
interface Keeper {

    /** The file that has them. */
    HostPath file();

    /** The arguments that we keep; somebody else's are not among them. */
    List<Argument> kept();

    /**
     * Refuses what {@link #keep} would refuse without leave to adopt, and writes nothing.
     *
     * @throws FairleadException {@code NOT_CAPABLE}
     */
    void refuse(List<Argument> arguments);

    /**
     * Has exactly these kept. What the boot loader reads is not yet generated.
     *
     * @param adopt whether a file of somebody else's may be taken over
     * @return what puts the configuration back as it was
     * @throws FairleadException as OwnFiles says; then nothing was changed
     */
    Runnable keep(List<Argument> arguments, boolean adopt);

    /**
     * Generates what the boot loader reads.
     *
     * @throws FairleadException {@code HOST_FAILED} when the generator fails or takes too long
     */
    void generate();

    /** The files that {@link #generate} writes, as far as they are known. */
    List<HostPath> generated();

    /** Why an argument of ours is not in effect in what was generated, and what to do: a sentence without its end. */
    Optional<String> overrides(Argument argument);

    /** The way back to what is there now without Java. */
    List<UndoStep> nativeUndo();
}
