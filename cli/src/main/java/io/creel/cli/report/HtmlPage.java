package io.creel.cli.report;

import java.util.List;

/**
 * A self-contained page: paragraphs, tables and diagrams in the order of the calls, in the colours of the reader's
 * system. All text is escaped. Not thread-safe.
 */
public final class HtmlPage {
    /** The number of colours: the style classes {@code c0} and up, of keys and of diagrams. */
    public static final int COLOURS = 8;

    private static final String STYLE = """
                                        :root { color-scheme: light dark; --text: #1f2328; --soft: #59636e; --rule: #d1d9e0; --back: #ffffff;
                                          --c0: #0969da; --c1: #bc4c00; --c2: #1a7f37; --c3: #8250df; --c4: #bf3989; --c5: #9a6700; --c6: #1b7c83; --c7: #57606a; }
                                        @media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --soft: #9198a1; --rule: #3d444d; --back: #0d1117;
                                          --c0: #58a6ff; --c1: #f0883e; --c2: #3fb950; --c3: #bc8cff; --c4: #f778ba; --c5: #d29922; --c6: #56d4dd; --c7: #b1bac4; } }
                                        body { margin: 2rem auto; max-width: 960px; padding: 0 1rem; background: var(--back); color: var(--text);
                                          font: 16px/1.5 system-ui, sans-serif; }
                                        h1 { font-size: 1.6rem; margin-bottom: 0; } h2 { font-size: 1.15rem; margin: 2rem 0 .3rem; }
                                        p { margin: .4rem 0; } .soft { color: var(--soft); }
                                        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
                                        th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--rule); text-align: right; white-space: nowrap; }
                                        th { font-weight: 600; } th:first-child, td:first-child { text-align: left; } .scroll { overflow-x: auto; }
                                        svg { width: 100%; height: auto; } svg text { fill: var(--soft); font: 13px system-ui, sans-serif; }
                                        svg .grid { stroke: var(--rule); stroke-width: .7; } svg .base { stroke: var(--soft); }
                                        svg .line { fill: none; stroke-width: 2.2; stroke-linejoin: round; }
                                        .key { display: inline-block; width: .8em; height: .8em; border-radius: .15em; margin: 0 .4em 0 1em; }
                                        td .key { margin-left: 0; }
                                        """;

    private final StringBuilder page = new StringBuilder();

    /**
     * Begins a page.
     *
     * @param title
     *            the title the title of the window
     * @param heading
     *            the heading the heading of the page
     * @param style
     *            the CSS of this page only
     */
    public HtmlPage(String title, String heading, String style) {
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(Html.escape(title)).append("</title>\n<style>\n").append(STYLE);
        for (int i = 0; i < COLOURS; i++) {
            page.append("svg .c").append(i).append(" { stroke: var(--c").append(i).append("); } .key.c").append(i)
                    .append(" { background: var(--c").append(i).append("); }\n");
        }
        page.append(style).append("</style>\n</head>\n<body>\n<h1>").append(Html.escape(heading)).append("</h1>\n");
    }

    /** Adds the heading of a section. */
    public HtmlPage heading(String text) {
        page.append("<h2>").append(Html.escape(text)).append("</h2>\n");
        return this;
    }

    /** Adds a paragraph; its kind is a style class, or empty. */
    public HtmlPage paragraph(String kind, String text) {
        page.append("<p class=\"").append(kind).append("\">").append(Html.escape(text)).append("</p>\n");
        return this;
    }

    /** Adds a legend: the meaning of each colour, in order. */
    public HtmlPage legend(List<String> names) {
        page.append("<p class=\"soft\">");
        for (int i = 0; i < names.size(); i++) {
            key(i);
            page.append(Html.escape(names.get(i)));
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
        page.append("<div class=\"scroll\"><table>\n");
        if (headers.length > 0) {
            row();
            for (String header : headers) {
                page.append("<th>").append(Html.escape(header)).append("</th>");
            }
            endRow();
        }
        return this;
    }

    /** Begins a row. */
    public HtmlPage row() {
        page.append("<tr>");
        return this;
    }

    /** Adds cells to the row. */
    public HtmlPage cells(String... texts) {
        for (String text : texts) {
            page.append("<td>").append(Html.escape(text)).append("</td>");
        }
        return this;
    }

    /** Adds a cell with a colour and its meaning. */
    public HtmlPage keyCell(int colour, String text) {
        page.append("<td>");
        key(colour);
        page.append(Html.escape(text)).append("</td>");
        return this;
    }

    /** Adds a cell with a diagram; its kind is a style class. */
    public HtmlPage svgCell(String kind, String svg) {
        page.append("<td class=\"").append(kind).append("\">").append(svg).append("</td>");
        return this;
    }

    /** Adds a cell over several columns; its kind is a style class. */
    public HtmlPage wideCell(String kind, int columns, String text) {
        page.append("<td class=\"").append(kind).append("\" colspan=\"").append(columns).append("\">")
                .append(Html.escape(text)).append("</td>");
        return this;
    }

    /** Ends the row. */
    public HtmlPage endRow() {
        page.append("</tr>\n");
        return this;
    }

    /** Ends the table. */
    public HtmlPage endTable() {
        page.append("</table></div>\n");
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
