package io.fairlead.host.simulated.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.host.simulated.SimulatedHost;

/** {@code guest:start} and {@code guest:stop}: with them one can see in the demo what a guest that holds a VF does. */
public record GuestCommands(SimulatedHost host) {

    /** Their scope. */
    static final String SCOPE = "guest";
    /** Their names. */
    static final String[] FUNCTIONS = {"start", "stop"};

    /** Starts a guest that holds a VF. */
    public String start(String pf, int index, String guest) {
        return said(() -> host.hold(pf, index, guest), "guest %s holds VF %d of %s".formatted(guest, index, pf));
    }

    /** Ends a guest. */
    public String stop(String guest) {
        return said(() -> host.release(guest), "guest %s has let go of its VFs".formatted(guest));
    }

    private static String said(Runnable action, String done) {
        try {
            action.run();
            return done;
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new FairleadException(Kind.USAGE, e.getMessage(), e);
        }
    }
}
