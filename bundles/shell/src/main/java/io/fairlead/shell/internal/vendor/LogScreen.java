package io.fairlead.shell.internal.vendor;

import io.fairlead.api.deploy.LogEntry;
import io.fairlead.shell.internal.view.Shown;
import io.fairlead.shell.internal.view.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was done and refused.
 *
 * @param entries oldest first
 */
record LogScreen(List<LogEntry> entries) implements Shown {

    private static final int SHORT_HASH = 12;

    @Override
    public String text() {
        if (entries.isEmpty()) {
            return "Nothing was deployed or refused yet.";
        }
        Table table = new Table("WHEN", "BY", "ACTION", "WHAT", "SHA256", "OUTCOME", "DETAIL");
        entries.forEach(entry -> table.row(entry.when().toString(), entry.who(), word(entry.action()), entry.what(),
                entry.sha256().isEmpty() ? "-" : entry.sha256().substring(0, SHORT_HASH), word(entry.outcome()),
                entry.detail().isEmpty() ? "-" : entry.detail()));
        return table.toString();
    }

    @Override
    public Object json() {
        return entries.stream().map(LogScreen::json).toList();
    }

    private static Object json(LogEntry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("when", entry.when().toString());
        json.put("who", entry.who());
        json.put("action", word(entry.action()));
        json.put("what", entry.what());
        json.put("sha256", entry.sha256().isEmpty() ? null : entry.sha256());
        json.put("outcome", word(entry.outcome()));
        json.put("detail", entry.detail());
        return json;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
