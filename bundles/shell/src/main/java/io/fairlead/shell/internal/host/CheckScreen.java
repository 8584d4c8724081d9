package io.fairlead.shell.internal.host;

import io.fairlead.shell.internal.view.Shown;
import io.fairlead.shell.internal.view.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was found, the worst first.
 *
 * @param found sorted so
 */
record CheckScreen(List<Finding> found) implements Shown {

    @Override
    public String text() {
        long wrong = count(Finding.Verdict.WRONG);
        long unknown = count(Finding.Verdict.UNKNOWN);
        Table table = new Table("STATE", "WHAT", "FOUND");
        found.forEach(finding -> table.row(finding.verdict().word(), finding.subject(), finding.text()));
        return "%s, %s cannot be told.\n\n%s".formatted(
                wrong == 0 ? "Nothing is wrong" : wrong == 1 ? "1 thing is wrong" : wrong + " things are wrong",
                unknown == 0 ? "nothing" : String.valueOf(unknown), table);
    }

    private long count(Finding.Verdict verdict) {
        return found.stream().filter(finding -> finding.verdict() == verdict).count();
    }

    @Override
    public Object json() {
        return found.stream().map(CheckScreen::shape).toList();
    }

    private static Map<String, Object> shape(Finding finding) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("verdict", Texts.word(finding.verdict()));
        shape.put("subject", finding.subject());
        shape.put("text", finding.text());
        return shape;
    }
}
