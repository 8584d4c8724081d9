package io.fairlead.api.systemd;

/**
 * How systemd stands.
 *
 * @param state whether it can be asked
 * @param detail its version when it runs, else one sentence on why it cannot be asked
 */
public record SystemdStatus(State state, String detail) {

    /** Whether it can be asked. */
    public enum State {
        /** It answers. */
        RUNNING,
        /** The host was not booted with systemd (sd_booted(3)): no error, but no VFs at boot by us. */
        ABSENT,
        /** It is there, and did not answer within the bound. */
        SILENT
    }
}
