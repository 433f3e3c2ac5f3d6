package io.creel.cli.sim;

import io.creel.cli.report.HtmlPage;
import io.creel.cli.report.Text;
import io.creel.sim.Curve;
import io.creel.sim.SimulationResult;
import io.creel.sim.SimulationSettings;
import io.creel.sim.Target;
import java.util.stream.Collectors;

/** The report as an HTML page. */
final class SimPage {
    private final SimReport report;
    private final HtmlPage page;

    private SimPage(SimReport report) {
        this.report = report;
        String title = report.settings().mix().text() + " on " + Text.count(report.settings().cores(), "worker");
        page = new HtmlPage("Creel sim: " + title, title);
    }

    static String of(SimReport report) {
        return new SimPage(report).write();
    }

    private String write() {
        page.paragraph("soft", intro(report.settings()));
        page.heading(SimTable.name(report.shown()) + " by load");
        page.legend(report.curves().stream().map(Curve::name).toList()).svg(new CurveChart(report).svg());
        if (!report.targets().isEmpty()) {
            highestLoads();
        }
        table();
        return page.toString();
    }

    private String intro(SimulationSettings settings) {
        return "Simulated: " + Text.count(settings.samples(), "request") + " per point after "
                + Text.count(settings.warmUp()) + " of warm-up; mean service time "
                + Text.durationInUnicode(settings.mix().meanNs() / 1e3) + ", arrivals " + settings.arrivals().text()
                + " from "
                + Text.count(settings.flows().count(), "flow") + ", costs " + settings.costs().text() + ", workers "
                + SimTable.idle(settings) + ", " + SimTable.seeds(report)
                + (report.seeds() > 1 ? ", curves and points are those of the first" : "")
                + ". Latency runs from the intended arrival; a dropped request counts as infinitely late.";
    }

    private void highestLoads() {
        page.heading("Highest load with "
                + report.targets().stream().map(Target::text).collect(Collectors.joining(" and "))).table();
        for (int curve = 0; curve < report.curves().size(); curve++) {
            page.row().cells(report.curves().get(curve).name(), report.highestText(curve)).endRow();
        }
        page.endTable();
    }

    private void table() {
        page.heading("All points").table("policy", "load", "mean", "p50", "p99", "p99.9", "p99.9 slowdown", "dropped",
                "preempted", "stolen", "overhead");
        for (Curve curve : report.curves()) {
            curve.results().forEach(point -> row(curve.name(), point));
        }
        page.endTable();
    }

    private void row(String policy, SimulationResult point) {
        boolean isKnown = point.all().isEnoughFor(99.9);
        page.row().cells(policy, SimTable.load(point.load()), duration(point.all().meanNs()),
                duration(point.all().sojournNs(50)), duration(point.all().sojournNs(99)),
                isKnown ? duration(point.all().sojournNs(99.9)) : "–",
                isKnown ? number(point.all().slowdown(99.9)) : "–",
                Text.count(point.all().dropped()), Text.count(point.counts().preemptions()),
                Text.count(point.counts().steals()),
                Text.percent((double) point.counts().overheadNs() / point.counts().endNs() / report.settings().cores()))
                .endRow();
    }

    private static String duration(double ns) {
        return Double.isFinite(ns) ? Text.durationInUnicode(ns / 1e3) : "∞";
    }

    private static String number(double value) {
        return Double.isFinite(value) ? Text.digits(value) : "∞";
    }
}
