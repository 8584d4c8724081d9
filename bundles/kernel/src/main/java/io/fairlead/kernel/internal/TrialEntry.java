package io.fairlead.kernel.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.host.HostPath;
import java.util.List;
import java.util.Optional;

/** A boot entry of ours: a copy of the default one with other arguments, in the form of one boot loader. */
interface TrialEntry {

    /** What the boot loader calls it. */
    String id();

    /** The file of ours that it is in; the boot loader reads it when it boots. */
    HostPath file();

    /** That file's permission bits. */
    int mode();

    /**
     * What that file is to hold.
     *
     * @param gone arguments of the default entry to leave out
     * @param added arguments to put behind the others
     * @throws FairleadException {@code NOT_CAPABLE} when the default entry cannot be copied
     */
    String text(TrialMark mark, List<Argument> gone, List<Argument> added);

    /** Why the boot loader would not read that file: a sentence's end; empty where it would. */
    Optional<String> obstacle();
}
