/** libvirt on this host: the guests and their VFs, the pools that VFs are taken from, and the hooks. */
@Export
@Version("0.1.0")
package io.fairlead.api.libvirt;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
