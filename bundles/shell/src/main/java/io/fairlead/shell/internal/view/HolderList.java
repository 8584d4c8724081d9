package io.fairlead.shell.internal.view;

import io.fairlead.api.PhysicalFunction;

/**
 * Who holds the VFs of a PF.
 *
 * @param of the PF with its VFs
 */
public record HolderList(PhysicalFunction of) {
}
