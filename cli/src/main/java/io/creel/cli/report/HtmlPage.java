package io.creel.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A self-contained page: paragraphs, tables and diagrams in the order of the calls, in the colours of the reader's
 * system. All text is escaped. Not thread-safe.
 */
public final class HtmlPage {
    /** The number of colours of {@code page.css}: the style classes {@code c0} and up, of keys and of diagrams. */
    public static final int COLOURS = 8;

    private static final String STYLE = style();

    private final StringBuilder page = new StringBuilder();
    private List<String> columns = List.of();
    private int column;

    /**
     * Begins a page.
     *
     * @param title
     *            the title of the window
     * @param heading
     *            the heading of the page
     */
    public HtmlPage(String title, String heading) {
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(Html.escape(title)).append("</title>\n<style>\n").append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>").append(Html.escape(heading)).append("</h1>\n");
    }

    private static String style() {
        try (InputStream sheet = HtmlPage.class.getResourceAsStream("page.css")) {
            return new String(Objects.requireNonNull(sheet, "page.css").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Adds the heading of a section. */
    public HtmlPage heading(String text) {
        page.append("<h2>").append(Html.escape(text)).append("</h2>\n");
        return this;
    }

    /** Adds the heading of a part of a section. */
    public HtmlPage subheading(String text) {
        page.append("<h3>").append(Html.escape(text)).append("</h3>\n");
        return this;
    }

    /** Adds a paragraph; its kind is a style class, or empty. */
    public HtmlPage paragraph(String kind, String text) {
        page.append("<p class=\"").append(kind).append("\">").append(Html.escape(text)).append("</p>\n");
        return this;
    }

    /** Adds a legend: the meaning of each colour, in order. */
    public HtmlPage legend(List<String> names) {
        page.append("<p class=\"soft legend\">");
        for (int i = 0; i < names.size(); i++) {
            page.append("<span>");
            key(i);
            page.append(Html.escape(names.get(i))).append("</span>");
        }
        page.append("</p>\n");
        return this;
    }

    /** Adds a diagram. */
    public HtmlPage svg(String svg) {
        page.append(svg);
        return this;
    }

    /** Begins a table, without a header row if no headers are given. */
    public HtmlPage table(String... headers) {
        page.append("<table>\n");
        columns = List.of(headers);
        if (headers.length > 0) {
            page.append("<tr class=\"head\">");
            for (String header : headers) {
                page.append("<th>").append(Html.escape(header)).append("</th>");
            }
            endRow();
        }
        return this;
    }

    /** Begins a row. */
    public HtmlPage row() {
        column = 0;
        page.append("<tr>");
        return this;
    }

    /** Adds cells to the row. */
    public HtmlPage cells(String... texts) {
        for (String text : texts) {
            cell("", text);
        }
        return this;
    }

    /** Adds a cell; its kind is a style class, or empty. */
    public HtmlPage cell(String kind, String text) {
        beginCell(kind);
        page.append(Html.escape(text)).append("</td>");
        return this;
    }

    /** Adds a cell with a colour and its meaning. */
    public HtmlPage keyCell(int colour, String text) {
        beginCell("");
        key(colour);
        page.append(Html.escape(text)).append("</td>");
        return this;
    }

    /** Adds a cell over several columns; its kind is a style class. */
    public HtmlPage wideCell(String kind, int width, String text) {
        page.append("<td class=\"").append(kind).append("\" colspan=\"").append(width).append("\">")
                .append(Html.escape(text)).append("</td>");
        return this;
    }

    private void beginCell(String kind) {
        page.append("<td");
        if (!kind.isEmpty()) {
            page.append(" class=\"").append(kind).append('"');
        }
        if (column < columns.size() && !columns.get(column).isEmpty()) {
            page.append(" data-column=\"").append(Html.escape(columns.get(column))).append('"');
        }
        column++;
        page.append('>');
    }

    /** Ends the row. */
    public HtmlPage endRow() {
        page.append("</tr>\n");
        return this;
    }

    /** Ends the table. */
    public HtmlPage endTable() {
        page.append("</table>\n");
        return this;
    }

    private void key(int colour) {
        page.append("<span class=\"key c").append(colour % COLOURS).append("\"></span>");
    }

    /** Returns the whole page. */
    @Override
    public String toString() {
        return page + "</body>\n</html>\n";
    }
}
