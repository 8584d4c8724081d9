package io.fairlead.host;

import java.util.Collection;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What happens on the host, as it happens. An event says only that something may have changed: who hears it reads the state.
 * Events may be missed while a source is begun anew, so that a sweep belongs beside them.
 */
@ProviderType
public interface HostEvents {

    /**
     * Calls back, on any thread, when a file in one of these directories was made, changed, renamed or removed, or when one of
     * the directories appears or goes. Directories need not be there. Not for the kernel's files, which tell nobody.
     *
     * @param directories not those below them
     */
    Subscription watchDirectories(Collection<HostPath> directories, Runnable changed);

    /**
     * Calls back, on any thread, when a device or a network interface appears, changes, or goes: the kernel's uevents, and
     * rtnetlink's links, addresses and routes.
     */
    Subscription watchDevices(Runnable changed);

    /** Until it is closed. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
