package io.creel.cli.sim;

import io.creel.cli.report.Html;
import io.creel.cli.report.Text;
import io.creel.sim.Curve;
import io.creel.sim.SimulationSettings;
import io.creel.sim.Target;
import java.util.stream.Collectors;

/** The report as one page that needs nothing from anywhere else. */
final class SimPage {
    /** What all pages of simulations look like. */
    static final String STYLE = """
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
                                svg .line { fill: none; stroke-width: 2.2; stroke-linejoin: round; } svg .target { stroke: var(--text); stroke-dasharray: 5 4; }
                                .key { display: inline-block; width: .8em; height: .8em; border-radius: .15em; margin: 0 .4em 0 1em; }
                                """;

    private final SimReport report;
    private final StringBuilder page = new StringBuilder();

    private SimPage(SimReport report) {
        this.report = report;
    }

    static String of(SimReport report) {
        return new SimPage(report).write();
    }

    private String write() {
        SimulationSettings settings = report.settings();
        String title = settings.mix().text() + " on " + Text.count(settings.cores(), "worker");
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Creel sim: ")
                .append(Html.escape(title)).append("</title>\n<style>\n").append(STYLE);
        for (int i = 0; i < CurveChart.COLOURS; i++) {
            page.append("svg .c").append(i).append(" { stroke: var(--c").append(i).append("); } .key.c").append(i)
                    .append(" { background: var(--c").append(i).append("); }\n");
        }
        page.append("</style>\n</head>\n<body>\n<h1>").append(Html.escape(title)).append("</h1>\n<p class=\"soft\">")
                .append(Html.escape(intro(settings))).append("</p>\n<h2>")
                .append(Html.escape(SimTable.name(report.shown())))
                .append(" by load</h2>\n");
        legend();
        page.append(new CurveChart(report).svg());
        if (!report.targets().isEmpty()) {
            highestLoads();
        }
        table();
        return page.append("</body>\n</html>\n").toString();
    }

    private String intro(SimulationSettings settings) {
        return "Simulated: " + Text.count(settings.samples(), "request") + " per point after "
                + Text.count(settings.warmUp()) + " of warm-up, mean service time "
                + Text.durationInUnicode(settings.mix().meanNs() / 1e3) + ", arrivals " + settings.arrivals().text()
                + " from "
                + Text.count(settings.flows().count(), "flow") + ", costs " + settings.costs().text() + ", workers "
                + SimTable.idle(settings) + ", " + SimTable.seeds(report)
                + (report.seeds() > 1 ? ", curves and points of the first" : "")
                + ". Latency runs from the intended arrival; a dropped request is infinitely late.";
    }

    private void legend() {
        page.append("<p class=\"soft\">");
        for (int i = 0; i < report.curves().size(); i++) {
            page.append("<span class=\"key c").append(i % CurveChart.COLOURS).append("\"></span>")
                    .append(Html.escape(report.curves().get(i).name()));
        }
        page.append("</p>\n");
    }

    private void highestLoads() {
        page.append("<h2>Highest load with ").append(Html.escape(
                report.targets().stream().map(Target::text).collect(Collectors.joining(" and "))))
                .append("</h2>\n<table>\n");
        for (int curve = 0; curve < report.curves().size(); curve++) {
            page.append("<tr><td>").append(Html.escape(report.curves().get(curve).name())).append("</td><td>")
                    .append(report.highestText(curve)).append("</td></tr>\n");
        }
        page.append("</table>\n");
    }

    private void table() {
        page.append("<h2>All points</h2>\n<div class=\"scroll\"><table>\n<tr><th>policy</th><th>load</th><th>mean</th>")
                .append("<th>p50</th><th>p99</th><th>p99.9</th><th>p99.9 slowdown</th><th>dropped</th>")
                .append("<th>preempted</th><th>stolen</th><th>overhead</th></tr>\n");
        for (Curve curve : report.curves()) {
            curve.results().forEach(point -> {
                page.append("<tr><td>").append(Html.escape(curve.name())).append("</td>");
                cell(SimTable.load(point.load()));
                cell(duration(point.all().meanNs()));
                cell(duration(point.all().sojournNs(50)));
                cell(duration(point.all().sojournNs(99)));
                cell(point.all().isEnoughFor(99.9) ? duration(point.all().sojournNs(99.9)) : "–");
                cell(point.all().isEnoughFor(99.9) ? number(point.all().slowdown(99.9)) : "–");
                cell(Text.count(point.all().dropped()));
                cell(Text.count(point.counts().preemptions()));
                cell(Text.count(point.counts().steals()));
                cell(Text.percent((double) point.counts().overheadNs() / point.counts().endNs()
                        / report.settings().cores()));
                page.append("</tr>\n");
            });
        }
        page.append("</table></div>\n");
    }

    private void cell(String value) {
        page.append("<td>").append(Html.escape(value)).append("</td>");
    }

    private static String duration(double ns) {
        return Double.isFinite(ns) ? Text.durationInUnicode(ns / 1e3) : "∞";
    }

    private static String number(double value) {
        return Double.isFinite(value) ? Text.digits(value) : "∞";
    }
}
