/**
 * What a NIC vendor implements: a {@link io.fairlead.spi.nic.NicDriver}, registered as an OSGi service.
 */
@Export
@Version("0.1.0")
package io.fairlead.spi.nic;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
