/** The kernel's arguments: what was booted, what the next boot will have, and whether the host is ready for VFs. */
@Export
@Version("0.1.0")
package io.fairlead.api.kernel;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
