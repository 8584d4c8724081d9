package io.fairlead.shell.internal.vendor;

import io.fairlead.api.deploy.Refusal;
import io.fairlead.api.deploy.VendorBundle;
import io.fairlead.shell.internal.view.Shown;
import io.fairlead.shell.internal.view.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was accepted, and what was not.
 *
 * @param bundles by name
 * @param refusals by file
 */
record VendorListScreen(List<VendorBundle> bundles, List<Refusal> refusals) implements Shown {

    boolean isWell() {
        return refusals.isEmpty() && bundles.stream().allMatch(bundle -> bundle.problem().isEmpty());
    }

    @Override
    public String text() {
        List<String> parts = new ArrayList<>();
        if (bundles.isEmpty()) {
            parts.add("No vendor's bundle was accepted: vendor:trust a key, and vendor:deploy what it signed.");
        } else {
            Table table = new Table("NAME", "VERSION", "STATE", "ACCEPTED", "BY", "KEY");
            bundles.forEach(bundle -> table.row(bundle.name(), bundle.version(),
                    bundle.problem().map(why -> "does not run: " + why).orElse("runs"), bundle.accepted().toString(),
                    bundle.who(), bundle.key()));
            parts.add(table.toString());
        }
        if (!refusals.isEmpty()) {
            Table table = new Table("FILE", "WHY IT IS REFUSED");
            refusals.forEach(refusal -> table.row(refusal.file(), refusal.why()));
            parts.add(table.toString());
        }
        return String.join("\n\n", parts);
    }

    @Override
    public Object json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("bundles", bundles.stream().map(VendorListScreen::json).toList());
        json.put("refused", refusals.stream().map(VendorListScreen::json).toList());
        return json;
    }

    private static Object json(Refusal refusal) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", refusal.file());
        json.put("why", refusal.why());
        return json;
    }

    static Object json(VendorBundle bundle) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", bundle.name());
        json.put("version", bundle.version());
        json.put("problem", bundle.problem().orElse(null));
        json.put("accepted", bundle.accepted().toString());
        json.put("who", bundle.who());
        json.put("key", bundle.key());
        json.put("sha256", bundle.sha256());
        return json;
    }
}
