/**
 * A host in memory that keeps the kernel's rules: for the demo, and for the tests of every other bundle. Never part of
 * the image.
 *
 * <p>A test makes one with {@code SimulatedHost.of(SimulatedHosts.igb())} and gives its services to what it tests; no
 * OSGi framework is needed.
 */
@Export
@Version("0.1.0")
package io.fairlead.host.simulated;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
