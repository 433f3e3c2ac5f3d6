package io.creel.cli.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of text in columns, each of them to the left or to the right. A cell that is wider than its column pushes the rest of its row to
 * the right. Columns first, then rows. Not thread-safe.
 */
public final class TextTable {
    private record Column(int gap, int width, boolean left) {
    }

    private final List<Column> columns = new ArrayList<>();

    /** Starts without columns. */
    public TextTable() {
    }

    /** Adds a column whose cells begin at its left end, so many blanks after the one before. */
    public TextTable left(int gap, int width) {
        columns.add(new Column(gap, width, true));
        return this;
    }

    /** Adds a column whose cells end at its right end, so many blanks after the one before. */
    public TextTable right(int gap, int width) {
        columns.add(new Column(gap, width, false));
        return this;
    }

    /**
     * Returns a row, without a line end.
     *
     * @param cells
     *            of the first columns; the others are left out with their blanks
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
