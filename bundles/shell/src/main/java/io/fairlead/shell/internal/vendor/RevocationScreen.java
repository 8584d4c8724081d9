package io.fairlead.shell.internal.vendor;

import io.fairlead.api.Printable;
import io.fairlead.api.deploy.VendorBundles.Revocation;
import io.fairlead.shell.internal.view.Shown;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a revocation did.
 *
 * @param revocation it
 */
record RevocationScreen(Revocation revocation) implements Shown {

    @Override
    public String text() {
        String stopped = revocation.stopped().isEmpty()
                ? "nothing ran that it had signed"
                : "stopped: " + Printable.of(String.join(", ", revocation.stopped()));
        return "%s is revoked; %s".formatted(revocation.key().fingerprint(), stopped);
    }

    @Override
    public Object json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("key", KeyListScreen.json(revocation.key()));
        json.put("stopped", revocation.stopped());
        return json;
    }
}
