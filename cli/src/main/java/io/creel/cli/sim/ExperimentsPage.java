package io.creel.cli.sim;

import io.creel.cli.report.Html;
import io.creel.cli.report.HtmlPage;
import java.util.List;
import java.util.Locale;

/** The experiments as a page, with each number as a point beside the expected value. */
final class ExperimentsPage {
    private static final String STYLE = """
                                        table { width: 100%; } td:nth-child(1) { white-space: normal; } td.plot { width: 16rem; padding: 0 .6rem; }
                                        td.remark { text-align: left; white-space: normal; color: var(--soft); border-bottom: 0; }
                                        svg { display: block; height: 1.5rem; } .band { fill: var(--c2); opacity: .22; } .is { stroke: var(--soft); }
                                        .within { fill: var(--c2); } .off { fill: var(--c1); }
                                        """;
    private static final int WIDTH = 240;
    private static final int HEIGHT = 22;
    /** The plot runs from half to twice the expected value. */
    private static final double MOST = 2;

    private final HtmlPage page = new HtmlPage("Creel: experiments", "Published experiments, simulated", STYLE);

    private ExperimentsPage() {
    }

    /** An experiment and its results. */
    record ExperimentRows(Experiment experiment, List<ExperimentRow> rows) {
    }

    static String of(List<ExperimentRows> outcomes, long requests, long seed) {
        ExperimentsPage made = new ExperimentsPage();
        List<ExperimentRow> rows = outcomes.stream().flatMap(outcome -> outcome.rows().stream()).toList();
        long within = rows.stream().filter(ExperimentRow::isWithin).count();
        made.page.paragraph("soft",
                String.format(Locale.ROOT, "%d numbers within their tolerance, %d not; %,d requests per"
                        + " point, seed %d. The line is the expected value and the band its tolerance. The ends of the plot are half and"
                        + " twice the expected value.", within, rows.size() - within, requests, seed));
        outcomes.forEach(made::table);
        return made.page.toString();
    }

    private void table(ExperimentRows outcome) {
        page.heading(outcome.experiment().id() + " · " + outcome.experiment().question());
        page.table("what", "expected", "measured", "", "");
        for (ExperimentRow row : outcome.rows()) {
            page.row().cells(row.what(), value(row, row.expected()),
                    value(row, row.measured()) + ExperimentsText.halfWidth(row));
            page.svgCell("plot", plot(row)).cells(ExperimentsText.deviation(row) + (row.isWithin() ? "" : " off"))
                    .endRow();
            if (!row.remark().isEmpty()) {
                page.row().wideCell("remark", 5, row.remark()).endRow();
            }
        }
        page.endTable();
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

    /** Returns the position of a multiple of the expected value; on this scale half and twice are equally far. */
    private static double at(double multiple) {
        double position = Math.log(Math.clamp(multiple, 1 / MOST, MOST)) / Math.log(MOST);
        return 6 + (WIDTH - 12) * (position + 1) / 2;
    }
}
