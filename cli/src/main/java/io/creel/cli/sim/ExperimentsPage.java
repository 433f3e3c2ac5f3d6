package io.creel.cli.sim;

import io.creel.cli.report.Html;
import java.util.List;
import java.util.Locale;

/** The experiments as one page that needs nothing from anywhere else: each number as a point beside what is expected. */
final class ExperimentsPage {
    private static final String STYLE = """
                                        table { width: 100%; } td:nth-child(1) { white-space: normal; } td.plot { width: 16rem; padding: 0 .6rem; }
                                        td.remark { text-align: left; white-space: normal; color: var(--soft); border-bottom: 0; }
                                        svg { display: block; height: 1.5rem; } .band { fill: var(--c2); opacity: .22; } .is { stroke: var(--soft); }
                                        .within { fill: var(--c2); } .off { fill: var(--c1); }
                                        """;
    private static final int WIDTH = 240;
    private static final int HEIGHT = 22;
    /** The plot runs from half to twice of what is expected. */
    private static final double MOST = 2;

    private final StringBuilder page = new StringBuilder();
    private int within;
    private int off;

    private ExperimentsPage() {
    }

    /** An experiment and what came out. */
    record Outcome(Experiment experiment, List<ExperimentRow> rows) {
    }

    static String of(List<Outcome> outcomes, long requests, long seed) {
        ExperimentsPage made = new ExperimentsPage();
        outcomes.forEach(made::table);
        return """
               <!DOCTYPE html>
               <html lang="en">
               <head>
               <meta charset="utf-8">
               <meta name="viewport" content="width=device-width, initial-scale=1">
               <title>Creel: experiments</title>
               <style>
               """ + SimPage.STYLE + STYLE + "</style>\n</head>\n<body>\n<h1>Published experiments, simulated</h1>\n"
                + String.format(Locale.ROOT,
                        "<p class=\"soft\">%d numbers within their tolerance, %d not; %,d requests a point, "
                                + "seed %d. The line is what is expected, the band what may be, the ends of the plot half and twice of "
                                + "it.</p>%n",
                        made.within, made.off, requests, seed)
                + made.page + "</body>\n</html>\n";
    }

    private void table(Outcome outcome) {
        page.append("<h2>").append(outcome.experiment().id()).append(" · ")
                .append(Html.escape(outcome.experiment().question()))
                .append("</h2>\n<div class=\"scroll\"><table>\n<tr><th>what</th><th>expected</th><th>measured</th><th></th><th></th></tr>\n");
        for (ExperimentRow row : outcome.rows()) {
            within += row.isWithin() ? 1 : 0;
            off += row.isWithin() ? 0 : 1;
            page.append("<tr><td>").append(Html.escape(row.what())).append("</td>");
            cell(value(row, row.expected()));
            cell(value(row, row.measured()) + ExperimentsText.halfWidth(row));
            page.append("<td class=\"plot\">").append(plot(row)).append("</td>");
            cell(ExperimentsText.deviation(row) + (row.isWithin() ? "" : " off"));
            page.append("</tr>\n");
            if (!row.remark().isEmpty()) {
                page.append("<tr><td class=\"remark\" colspan=\"5\">").append(Html.escape(row.remark()))
                        .append("</td></tr>\n");
            }
        }
        page.append("</table></div>\n");
    }

    private void cell(String value) {
        page.append("<td>").append(Html.escape(value)).append("</td>");
    }

    private static String value(ExperimentRow row, double value) {
        return ExperimentsText.number(value)
                + (Double.isFinite(value) && !row.unit().isEmpty() ? " " + row.unit() : "");
    }

    private static String plot(ExperimentRow row) {
        if (Double.isNaN(row.expected()) || row.expected() <= 0) {
            return "";
        }
        double slack = row.slack() / row.expected();
        double from = row.kind() == ExperimentRow.Kind.AT_MOST ? at(0) : at(1 - slack);
        double to = row.kind() == ExperimentRow.Kind.AT_LEAST ? at(MOST) : at(1 + slack);
        return String.format(Locale.ROOT, "<svg viewBox=\"0 0 %d %d\" role=\"img\"><title>%s</title>"
                + "<line class=\"grid\" x1=\"0\" x2=\"%d\" y1=\"11\" y2=\"11\"/>"
                + "<rect class=\"band\" x=\"%.1f\" width=\"%.1f\" y=\"4\" height=\"14\"/>"
                + "<line class=\"is\" x1=\"%.1f\" x2=\"%.1f\" y1=\"2\" y2=\"20\"/>"
                + "<circle class=\"%s\" cx=\"%.1f\" cy=\"11\" r=\"5\"/></svg>",
                WIDTH, HEIGHT, Html.escape(row.what()), WIDTH, from, to - from, at(1), at(1),
                row.isWithin() ? "within" : "off", at(row.measured() / row.expected()));
    }

    /** Where a multiple of what is expected lies, on a scale on which twice and half are equally far. */
    private static double at(double multiple) {
        double position = Math.log(Math.clamp(multiple, 1 / MOST, MOST)) / Math.log(MOST);
        return 6 + (WIDTH - 12) * (position + 1) / 2;
    }
}
