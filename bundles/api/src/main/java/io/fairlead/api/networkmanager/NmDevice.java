package io.fairlead.api.networkmanager;

/**
 * What NetworkManager does with an interface.
 *
 * @param name the interface
 * @param managed whether it manages it
 * @param state its own word for it, as nmcli(1) shows it
 * @param why one phrase: the profile that is active on it, or the rule, line or command that keeps NetworkManager off
 */
public record NmDevice(String name, boolean managed, String state, String why) {
}
