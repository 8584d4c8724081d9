package io.fairlead.host;

/**
 * An AF_XDP socket.
 *
 * @param interfaceName the interface it is bound to
 * @param command the process that has it
 * @param pid that process, 0 where the kernel does not tell
 */
public record XdpSocket(String interfaceName, String command, long pid) {
}
