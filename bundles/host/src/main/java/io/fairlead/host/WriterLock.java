package io.fairlead.host;

import io.fairlead.api.FairleadException;
import org.osgi.annotation.versioning.ProviderType;

/** The right to change the host. One process has it at a time; who only reads needs none. */
@ProviderType
public interface WriterLock {

    /**
     * Makes this process the one that may change the host, until it ends. To be called before each change; does nothing
     * when it is already so.
     *
     * @throws FairleadException {@code BUSY} naming the process that is the writer; {@code NOT_CAPABLE} when this process
     *             lacks the rights
     */
    void claim();
}
