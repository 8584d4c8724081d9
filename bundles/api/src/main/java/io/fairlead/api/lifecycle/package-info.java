/** The declared host: plan, try, confirm, roll back, and what has drifted since. */
@Export
@Version("0.1.0")
package io.fairlead.api.lifecycle;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
