/**
 * What Fairlead knows of a host, and the services that act on it.
 *
 * <p>Everything here is plain data or an interface. Records are immutable and may be shared between threads; every
 * service may be called from any thread. A refusal or a failure is a {@link io.fairlead.api.FairleadException}.
 */
@Export
@Version("0.1.0")
package io.fairlead.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
