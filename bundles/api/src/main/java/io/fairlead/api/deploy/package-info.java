/** Bundles of NIC vendors: which run, whose keys are trusted, and what was refused. */
@Export
@Version("0.1.0")
package io.fairlead.api.deploy;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
