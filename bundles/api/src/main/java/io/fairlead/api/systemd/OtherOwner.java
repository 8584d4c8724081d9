package io.fairlead.api.systemd;

/**
 * Somebody else who makes VFs at boot: two owners of one PF undo each other's work.
 *
 * @param file a unit, udev rule or link file
 * @param line its number in the file, from 1
 * @param text the line
 */
public record OtherOwner(String file, int line, String text) {
}
