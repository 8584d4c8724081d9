package io.fairlead.api;

import java.util.List;

/**
 * What {@link Sriov#setFirmwareVfs} found and did.
 *
 * @param pf the PF's interface or PCI address
 * @param before how it was configured
 * @param after how it is configured now, by read-back
 * @param written whether anything was written
 * @param notes what the user should know, one sentence each
 */
public record FirmwareChange(String pf, FirmwareVfs before, FirmwareVfs after, boolean written, List<String> notes) {
}
