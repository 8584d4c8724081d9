package io.fairlead.api.libvirt;

import java.util.List;
import java.util.Optional;

/**
 * What was done to the pool of a PF.
 *
 * @param pf the PF's interface
 * @param name the pool's
 * @param happened whether anything was changed
 * @param after the pool as libvirt tells it now; empty when it is gone
 * @param notes what the user should know, one sentence each
 */
public record PoolChange(String pf, String name, boolean happened, Optional<Pool> after, List<String> notes) {
}
