package io.fairlead.shell.internal.vendor;

import io.fairlead.api.Printable;
import io.fairlead.api.deploy.VendorBundle;
import io.fairlead.shell.internal.view.Shown;

/**
 * What became of a bundle.
 *
 * @param became {@code runs}
 * @param bundle which
 */
record BundleScreen(String became, VendorBundle bundle) implements Shown {

    @Override
    public String text() {
        return "%s %s %s, signed by %s".formatted(Printable.of(bundle.name()), bundle.version(), became, bundle.key());
    }

    @Override
    public Object json() {
        return VendorListScreen.json(bundle);
    }
}
