package io.fairlead.api.kernel;

import io.fairlead.api.FairleadException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The kernel's arguments of this host. All methods may be called from any thread; those that read wait some seconds at
 * the most, those that change wait for the boot loader's generator, two minutes for each time it runs.
 */
@ProviderType
public interface KernelArguments {

    /**
     * What the running kernel was given, and what the next boot is configured to give.
     *
     * @throws FairleadException {@code HOST_FAILED} when the running kernel's arguments cannot be read
     */
    BootArguments arguments();

    /** Whether the host is ready for VFs and for giving them to guests, line by line; nothing is changed. */
    Readiness check();

    /**
     * Has the next boots give these arguments: writes what the boot loader's entries are generated from, generates them,
     * and reads them back. What is not in the entry that boots by default is taken back. Arguments that are there already
     * are not written again.
     *
     * @param arguments each {@code name} or {@code name=value}, of letters, digits and {@code _ . , : + @ % / = -}; at
     *            least one
     * @param adopt whether a file of somebody else's may be taken over, its original kept
     * @throws FairleadException {@code USAGE} for an argument that cannot be written safely; {@code NOT_CAPABLE} when
     *             there is no boot loader that can be configured, or somebody else's line overrides it, naming file and
     *             line; {@code HOST_FAILED} when the generator fails. In each case everything is as before.
     */
    ArgumentChange add(List<String> arguments, boolean adopt);

    /**
     * Takes arguments away that {@link #add} put there, with the same care.
     *
     * @param arguments each as it was added, or its name alone; at least one
     * @param adopt whether a file of ours may be replaced that somebody changed since
     * @throws FairleadException as for {@link #add}; {@code NOT_CAPABLE} for an argument that somebody else put there,
     *             naming file and line
     */
    ArgumentChange remove(List<String> arguments, boolean adopt);
}
