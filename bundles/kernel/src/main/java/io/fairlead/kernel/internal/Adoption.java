package io.fairlead.kernel.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.host.HostPath;
import io.fairlead.host.OwnFiles.Standing;
import java.util.List;

/** What a file of somebody else's takes before arguments can be kept in it: a word of the user's, which a document has not. */
final class Adoption {

    private Adoption() {
    }

    static void refuse(Host host, HostPath file, List<Argument> arguments) {
        Standing standing = host.own().standing(file);
        if (standing == Standing.FOREIGN || standing == Standing.CHANGED) {
            throw new FairleadException(Kind.NOT_CAPABLE,
                    "the kernel arguments could not be kept in %s, which %s: look at it, then say kernel:arg add %s --keep --adopt"
                            .formatted(file, standing == Standing.FOREIGN
                                    ? "is somebody else's"
                                    : "was changed since Fairlead wrote it",
                                    String.join(" ", Argument.texts(arguments))));
        }
    }
}
