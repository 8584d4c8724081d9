package io.fairlead.api.libvirt;

import java.util.List;

/**
 * The pools of this host, whoever made them.
 *
 * @param status whether libvirt answered; if not, there are no pools here
 * @param pools by name
 */
public record PoolReport(LibvirtStatus status, List<Pool> pools) {
}
