package io.fairlead.shell.internal.view;

import io.fairlead.api.PhysicalFunction;
import java.util.List;

/**
 * The PFs of the host.
 *
 * @param functions by PCI address
 */
public record PfList(List<PhysicalFunction> functions) {
}
