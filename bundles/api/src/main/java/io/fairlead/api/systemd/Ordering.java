package io.fairlead.api.systemd;

/**
 * A service that starts after the VFs of a PF are there.
 *
 * @param service {@code libvirtd.service}
 * @param pf the PF
 * @param inForce whether systemd has it so
 */
public record Ordering(String service, String pf, boolean inForce) {
}
