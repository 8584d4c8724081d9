/**
 * The host as interfaces: the one way by which subsystems reach the machine. {@code host.linux} implements them on a real
 * one, {@code host.simulated} in memory with the kernel's rules.
 *
 * <p>All services may be called from any thread.
 */
@Export
@Version("0.1.0")
package io.fairlead.host;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
