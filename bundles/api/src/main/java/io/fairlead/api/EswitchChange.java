package io.fairlead.api;

import java.util.List;

/**
 * What {@link Sriov#setEswitchMode} found and did.
 *
 * @param pf the PF's interface or PCI address
 * @param before the mode it had
 * @param after the mode it has now, by read-back
 * @param written whether anything was written
 * @param notes what the user should know, one sentence each
 */
public record EswitchChange(String pf, EswitchMode before, EswitchMode after, boolean written, List<String> notes) {
}
