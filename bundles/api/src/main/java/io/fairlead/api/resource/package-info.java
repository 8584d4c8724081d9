/**
 * How subsystems offer the host's state to be declared: the smallest things with a state of their own, what changes them,
 * and the way back. Who composes them knows none of the subsystems.
 */
@Export
@Version("0.1.0")
package io.fairlead.api.resource;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
