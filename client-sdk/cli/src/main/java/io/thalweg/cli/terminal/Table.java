package io.thalweg.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows and columns without borders, two spaces between columns; columns of numbers are right-aligned. Not thread-safe. */
public final class Table {
    private static final String GAP = "  ";
    private static final String NOTHING = "-";

    private final List<String> titles;
    private final List<List<String>> rows = new ArrayList<>();
    private final boolean[] textual;

    private Table(List<String> titles) {
        this.titles = titles;
        this.textual = new boolean[titles.size()];
    }

    public static Table of(String... titles) {
        return new Table(List.of(titles));
    }

    /** Adds a row; null shows as a dash. A column is right-aligned when all its cells are numbers or {@link Amount}s. */
    public Table row(@Nullable Object... cells) {
        List<String> row = new ArrayList<>(cells.length);
        for (int column = 0; column < cells.length; column++) {
            Object cell = cells[column];
            textual[column] |= cell != null && !(cell instanceof Number) && !(cell instanceof Amount);
            row.add(cell == null || cell.toString().isEmpty() ? NOTHING : cell.toString());
        }
        rows.add(row);
        return this;
    }

    /** The lines, each with its line end. */
    public String text() {
        int[] widths = new int[titles.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = width(column);
        }
        var text = new StringBuilder();
        appendLine(text, titles, widths);
        rows.forEach(row -> appendLine(text, row, widths));
        return text.toString();
    }

    private int width(int column) {
        int longest = titles.get(column).length();
        for (List<String> row : rows) {
            longest = Math.max(longest, row.get(column).length());
        }
        return longest;
    }

    private void appendLine(StringBuilder text, List<String> cells, int[] widths) {
        var line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            String padding = " ".repeat(widths[column] - cell.length());
            line.append(column == 0 ? "" : GAP).append(textual[column] ? cell + padding : padding + cell);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }
}
