package io.fairlead.shell.internal.host;

import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.lifecycle.HostStatus;
import io.fairlead.api.lifecycle.Outcome;
import io.fairlead.api.lifecycle.Try;

/** How commands end that do not fail. */
final class ExitStatus {

    /** It would be refused, or something is wrong. */
    static final int REFUSED = Kind.NOT_CAPABLE.exitStatus();
    /** The host is not as it should be, and does not become so by itself. */
    static final int HOST_FAILED = Kind.HOST_FAILED.exitStatus();
    /** Something is still to come. */
    static final int PENDING = Kind.PENDING.exitStatus();

    private ExitStatus() {
    }

    /** Of a verb: a try that waits to be confirmed is what was asked for. */
    static int of(Outcome outcome) {
        return outcome.tried().filter(tried -> tried.phase() != Try.Phase.TRIED).isPresent() ? PENDING : 0;
    }

    /** Of a host where this is the worst that was found. */
    static int of(Finding.Verdict worst) {
        return switch (worst) {
            case WRONG -> REFUSED;
            case UNKNOWN -> HOST_FAILED;
            case NOTE, WELL -> 0;
        };
    }

    /** Of a host in this state. */
    static int of(HostStatus.State state) {
        return switch (state) {
            case UNDECLARED, CONVERGED -> 0;
            case WAITING, PENDING -> PENDING;
            case DRIFTED, STUCK -> HOST_FAILED;
        };
    }
}
