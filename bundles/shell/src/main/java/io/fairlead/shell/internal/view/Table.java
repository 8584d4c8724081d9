package io.fairlead.shell.internal.view;

import io.fairlead.api.Printable;
import java.util.ArrayList;
import java.util.List;

/** Columns as wide as what they hold, two spaces apart. */
public final class Table {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** With these names of columns. */
    public Table(String... header) {
        rows.add(List.of(header));
    }

    /** Adds a row with as many cells as the header has; cells may hold anything. */
    public Table row(String... cells) {
        rows.add(List.of(cells).stream().map(Printable::of).toList());
        return this;
    }

    /** The lines, without a line end behind the last. */
    @Override
    public String toString() {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - width(row.get(i)))).append(GAP);
            }
            lines.add(line.toString().stripTrailing());
        }
        return String.join("\n", lines);
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
