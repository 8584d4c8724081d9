/** The host's system bus, without any type of a D-Bus library. */
@Export
@Version("0.1.0")
package io.fairlead.dbus;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
