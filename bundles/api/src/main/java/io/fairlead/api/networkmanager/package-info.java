/** NetworkManager, as far as virtual functions are concerned. */
@Export
@Version("0.1.0")
package io.fairlead.api.networkmanager;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
