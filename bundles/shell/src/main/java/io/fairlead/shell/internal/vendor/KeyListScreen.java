package io.fairlead.shell.internal.vendor;

import io.fairlead.api.deploy.TrustedKey;
import io.fairlead.shell.internal.view.Shown;
import io.fairlead.shell.internal.view.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keys, and what they may sign.
 *
 * @param keys in the order of their files
 */
record KeyListScreen(List<TrustedKey> keys) implements Shown {

    @Override
    public String text() {
        if (keys.isEmpty()) {
            return "No key is trusted: vendor:trust KEY --prefix NAME trusts one.";
        }
        Table table = new Table("KEY", "MAY SIGN", "COMMENT");
        keys.forEach(key -> table.row(key.fingerprint(), key.revoked() ? "nothing, it was revoked" : key.prefix(),
                key.comment()));
        return table.toString();
    }

    @Override
    public Object json() {
        return keys.stream().map(KeyListScreen::json).toList();
    }

    static Object json(TrustedKey key) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("fingerprint", key.fingerprint());
        json.put("prefix", key.revoked() ? null : key.prefix());
        json.put("comment", key.comment());
        json.put("revoked", key.revoked());
        return json;
    }
}
