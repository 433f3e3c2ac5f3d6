package io.creel.cli.sim;

import io.creel.cli.report.HtmlPage;
import io.creel.cli.report.Text;
import io.creel.sim.SimulationSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The experiments as a page: latency over load with the published points, and every number beside the expected one. */
final class ExperimentsPage {
    private final HtmlPage page = new HtmlPage("Creel: experiments", "Published experiments, simulated");

    private ExperimentsPage() {
    }

    /** An experiment, its results and the curves through them. */
    record ExperimentRows(Experiment experiment, List<ExperimentRow> rows, List<LoadCurve> curves) {
    }

    static String of(List<ExperimentRows> outcomes, long requests, long seed) {
        ExperimentsPage made = new ExperimentsPage();
        List<ExperimentRow> rows = outcomes.stream().flatMap(outcome -> outcome.rows().stream()).toList();
        long within = rows.stream().filter(ExperimentRow::isWithin).count();
        made.page.paragraph("soft",
                String.format(Locale.ROOT,
                        "%d numbers within their tolerance, %d not; %,d requests per point, seed %d.",
                        within, rows.size() - within, requests, seed));
        made.page.paragraph("soft", "In the diagrams, a line is the simulated latency over the load, a ring the"
                + " published point and a dot the simulated one. For a highest load, the ring lies on the target"
                + " and the dot shows the highest simulated load that meets it. A line ends where its latency leaves the diagram.");
        outcomes.forEach(made::section);
        return made.page.toString();
    }

    private void section(ExperimentRows outcome) {
        page.heading(outcome.experiment().id() + " · " + outcome.experiment().question());
        for (List<LoadCurve> chart : charts(outcome.curves())) {
            boolean sameCosts = chart.stream().map(LoadCurve::costs).distinct().count() == 1;
            page.subheading(setting(chart) + (sameCosts ? ", " + chart.getFirst().costs() : ""));
            page.legend(
                    chart.stream().map(curve -> curve.of().policy() + (sameCosts ? "" : ", " + curve.costs())).toList())
                    .svg(new LoadChart(chart).svg());
        }
        table(outcome.rows());
    }

    /** Groups curves by workload and workers; a group of more lines than colours is split by its costs. */
    private static List<List<LoadCurve>> charts(List<LoadCurve> curves) {
        List<List<LoadCurve>> charts = new ArrayList<>();
        for (List<LoadCurve> chart : grouped(curves, ExperimentsPage::place)) {
            if (chart.size() <= HtmlPage.COLOURS) {
                charts.add(chart);
            } else {
                charts.addAll(grouped(chart, curve -> curve.of().settings().costs()));
            }
        }
        return charts;
    }

    private static Collection<List<LoadCurve>> grouped(List<LoadCurve> curves, Function<LoadCurve, Object> key) {
        Map<Object, List<LoadCurve>> groups = new LinkedHashMap<>();
        curves.forEach(curve -> groups.computeIfAbsent(key.apply(curve), each -> new ArrayList<>()).add(curve));
        return groups.values();
    }

    private static Object place(LoadCurve curve) {
        SimulationSettings settings = curve.of().settings();
        return List.of(settings.mix().text(), settings.cores(), settings.flows(), curve.of().metric());
    }

    private static String setting(List<LoadCurve> chart) {
        SimulationSettings settings = chart.getFirst().of().settings();
        return SimTable.name(chart.getFirst().of().metric()) + " of " + settings.mix().text() + " on "
                + Text.count(settings.cores(), "worker") + ", " + Text.count(settings.flows().count(), "flow");
    }

    private void table(List<ExperimentRow> rows) {
        page.table("what", "expected", "simulated", "difference");
        for (ExperimentRow row : rows) {
            page.row().cells(row.what(), value(row, row.expected()),
                    value(row, row.measured()) + ExperimentsText.halfWidth(row));
            page.cell(row.isWithin() ? "" : "off", ExperimentsText.deviation(row) + (row.isWithin() ? "" : " off"))
                    .endRow();
            if (!row.remark().isEmpty()) {
                page.row().wideCell("remark", 4, row.remark()).endRow();
            }
        }
        page.endTable();
    }

    private static String value(ExperimentRow row, double value) {
        return ExperimentsText.number(value)
                + (Double.isFinite(value) && !row.unit().isEmpty() ? " " + row.unit().replace("us", "µs") : "");
    }
}
