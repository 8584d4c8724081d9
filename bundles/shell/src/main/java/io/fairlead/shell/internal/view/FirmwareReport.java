package io.fairlead.shell.internal.view;

import io.fairlead.api.FirmwareVfs;

/**
 * How a NIC's firmware is configured.
 *
 * @param pf the PF as it was asked for
 * @param firmware what it says
 */
public record FirmwareReport(String pf, FirmwareVfs firmware) {
}
