/** Units of systemd that make the VFs at boot, and what is ordered after them. */
@Export
@Version("0.1.0")
package io.fairlead.api.systemd;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
