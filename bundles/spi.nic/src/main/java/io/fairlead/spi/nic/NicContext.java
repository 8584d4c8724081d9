package io.fairlead.spi.nic;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What a session may ask of the host about its own function, and nothing else. Usable until the session is closed. */
@ProviderType
public interface NicContext {

    /** The function that the session has. */
    NicFunction function();

    /**
     * One of the function's sysfs attributes, {@code "revision"}, without the line's end; empty when there is none.
     *
     * @throws IllegalArgumentException for a name with a slash, and for {@code sriov_numvfs}, whose reading may never
     *             return
     */
    Optional<String> attribute(String name);
}
