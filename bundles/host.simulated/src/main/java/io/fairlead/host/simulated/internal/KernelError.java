package io.fairlead.host.simulated.internal;

import io.fairlead.host.simulated.Errno;

/** The kernel's refusal of a system call. */
public final class KernelError extends Exception {

    private static final long serialVersionUID = 1L;

    private final Errno errno;

    /** A refusal with this error. */
    public KernelError(Errno errno) {
        super(errno.words());
        this.errno = errno;
    }

    /** The error. */
    public Errno errno() {
        return errno;
    }
}
