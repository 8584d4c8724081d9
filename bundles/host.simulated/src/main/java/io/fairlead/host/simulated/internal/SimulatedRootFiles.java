package io.fairlead.host.simulated.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.RootFiles;
import java.util.Optional;

/** On a simulated host everything is root's. */
public final class SimulatedRootFiles implements RootFiles {

    private final HostFiles files;

    /** Those of this host. */
    public SimulatedRootFiles(HostFiles files) {
        this.files = files;
    }

    @Override
    public Optional<byte[]> read(HostPath file, int atMost) {
        Optional<byte[]> content = files.content(file);
        if (content.filter(bytes -> bytes.length > atMost).isPresent()) {
            throw new FairleadException(Kind.NOT_CAPABLE,
                    "%s has more than the %d bytes it may have".formatted(file, atMost));
        }
        return content;
    }
}
