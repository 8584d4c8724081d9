package io.fairlead.api.libvirt;

/**
 * Whether libvirt can be asked.
 *
 * @param state how it stands
 * @param detail its version where it answers ({@code 11.3.0}), else one sentence: what is wrong, and what to do
 */
public record LibvirtStatus(State state, String detail) {

    /** How the daemon stands. */
    public enum State {
        /** It answers. */
        RUNNING,
        /** There is no {@code virsh} on this host. */
        NOT_INSTALLED,
        /** Nobody listens at its socket. */
        NOT_RUNNING,
        /** It is there and does not answer within the bound, or not with what was asked. */
        NOT_ANSWERING
    }

    /** Whether it answers. */
    public boolean running() {
        return state == State.RUNNING;
    }
}
