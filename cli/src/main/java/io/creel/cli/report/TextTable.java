package io.creel.cli.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of text in columns, each aligned left or right. A cell that is wider than its column shifts the rest of its row
 * to the right. Add columns first, then rows. Not thread-safe.
 */
public final class TextTable {
    private record Column(int gap, int width, boolean left) {
    }

    private final List<Column> columns = new ArrayList<>();

    /** Makes a table without columns. */
    public TextTable() {
    }

    /** Adds a column aligned left, {@code gap} spaces after the previous one. */
    public TextTable left(int gap, int width) {
        columns.add(new Column(gap, width, true));
        return this;
    }

    /** Adds a column aligned right, {@code gap} spaces after the previous one. */
    public TextTable right(int gap, int width) {
        columns.add(new Column(gap, width, false));
        return this;
    }

    /**
     * Returns a row, without a line end.
     *
     * @param cells
     *            the cells of the first columns; later columns are left out with their spaces
     * @throws IllegalArgumentException
     *             if there are more cells than columns
     */
    public String row(String... cells) {
        if (cells.length > columns.size()) {
            throw new IllegalArgumentException(
                    "more cells than columns: cells=" + cells.length + ", columns=" + columns.size());
        }
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            Column column = columns.get(i);
            String blanks = " ".repeat(Math.max(0, column.width - cells[i].length()));
            row.append(" ".repeat(column.gap)).append(column.left ? "" : blanks).append(cells[i])
                    .append(column.left ? blanks : "");
        }
        return row.toString();
    }
}
