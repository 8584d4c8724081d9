package io.fairlead.api;

import java.util.List;

/**
 * What {@link Sriov#setVf} did.
 *
 * @param pf the PF's interface or PCI address
 * @param before the VF as it was
 * @param after the VF as it is now, by read-back
 * @param written whether anything was written
 * @param notes what the user should know, one sentence each
 */
public record FunctionChange(String pf, VirtualFunction before, VirtualFunction after, boolean written,
        List<String> notes) {
}
