package io.fairlead.shell.internal.vendor;

import io.fairlead.api.deploy.VendorBundles;
import io.fairlead.shell.internal.TypedCommand;
import io.fairlead.shell.internal.words.Words;
import java.util.Optional;

/**
 * A command on vendors' bundles.
 *
 * @param <W> its words
 */
abstract class VendorCommand<W extends Words> extends TypedCommand<W> {

    private final Optional<VendorBundles> vendors;

    VendorCommand(Optional<VendorBundles> vendors) {
        this.vendors = vendors;
    }

    /** The service, or a refusal that says what is missing. */
    VendorBundles vendors() {
        return need(vendors, VendorBundles.class, "io.fairlead.deploy");
    }
}
