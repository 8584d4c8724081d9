package io.fairlead.host.linux.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;

/**
 * Tells whether the kernel makes a process wait for somebody who holds a VF, by the kernel function it sleeps in
 * ({@code /proc/PID/wchan}, proc_pid_wchan(5)). The state does not tell: until a signal reaches it, a writer in
 * {@code vfio_unregister_group_dev} (drivers/vfio/vfio_main.c) sleeps in state S like any other.
 *
 * @param roots where the processes are
 * @param function what the kernel function's name begins with
 */
record KernelWaits(HostRoots roots, String function) {

    static KernelWaits forHolders(HostRoots roots) {
        return new KernelWaits(roots, "vfio_unregister_");
    }

    /** Whether this process, or one that it has started, waits so. */
    boolean has(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants()).anyMatch(this::sleepsThere);
    }

    private boolean sleepsThere(ProcessHandle process) {
        try {
            return Files.readString(roots.proc().resolve(process.pid() + "/wchan")).startsWith(function);
        } catch (IOException _) {
            // it has ended
            return false;
        }
    }
}
