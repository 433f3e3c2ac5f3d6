package io.creel.cli.demo;

import io.creel.cli.report.Html;
import io.creel.cli.report.Text;
import java.util.List;

/** The result as one page that needs nothing from anywhere else. */
final class HtmlPage {
    private static final String STYLE = """
                                        :root { color-scheme: light dark; --text: #1f2328; --soft: #59636e; --rule: #d1d9e0; --back: #ffffff;
                                          --p0: #bc4c00; --p1: #0969da; }
                                        @media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --soft: #9198a1; --rule: #3d444d;
                                          --back: #0d1117; --p0: #f0883e; --p1: #58a6ff; } }
                                        body { margin: 2rem auto; max-width: 920px; padding: 0 1rem; background: var(--back); color: var(--text);
                                          font: 16px/1.5 system-ui, sans-serif; }
                                        h1 { font-size: 1.6rem; margin-bottom: 0; } h2 { font-size: 1.15rem; margin: 2rem 0 .3rem; }
                                        p { margin: .4rem 0; } .soft { color: var(--soft); } .verdict { font-size: 1.1rem; margin: 1.2rem 0; }
                                        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
                                        th, td { padding: .3rem .45rem; border-bottom: 1px solid var(--rule); text-align: right; }
                                        th { font-weight: 600; } th:first-child, td:first-child { text-align: left; }
                                        .scroll { overflow-x: auto; } .scroll table { white-space: nowrap; font-size: .9rem; }
                                        svg { width: 100%; height: auto; } svg text { fill: var(--soft); font: 13px system-ui, sans-serif; }
                                        svg .grid { stroke: var(--rule); stroke-width: .7; } svg .base { stroke: var(--soft); }
                                        svg .area { stroke-width: 1.5; fill-opacity: .3; } svg .line { fill: none; stroke-width: 2.2; }
                                        svg .mark { stroke-width: 1.5; stroke-dasharray: 4 3; } svg .label { font-weight: 600; }
                                        svg .p0 { stroke: var(--p0); fill: var(--p0); } svg .p1 { stroke: var(--p1); fill: var(--p1); }
                                        svg .line.p0, svg .line.p1 { fill: none; }
                                        svg text.p0, svg text.p1 { stroke: var(--back); stroke-width: 4px; paint-order: stroke; }
                                        .key { display: inline-block; width: .8em; height: .8em; border-radius: .15em; margin-right: .4em; }
                                        .key.p0 { background: var(--p0); } .key.p1 { background: var(--p1); }
                                        """;
    private static final int TOP_FLOWS = 20;

    private final DemoResult result;
    private final StringBuilder page = new StringBuilder();

    private HtmlPage(DemoResult result) {
        this.result = result;
    }

    static String of(DemoResult result) {
        return new HtmlPage(result).write();
    }

    private String write() {
        List<TrialResult> policies = result.policies();
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<title>Creel demo: packets beside CPU-bound work</title>\n<style>\n").append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>Packets beside CPU-bound work</h1>\n");
        paragraph("soft", intro());
        paragraph("verdict", Verdict.of(policies.getFirst(), policies.getLast()));
        policyTable();
        heading("How long packets took");
        legend();
        page.append(new DistributionChart(policies).svg());
        heading("Latency by percentile");
        legend();
        page.append(new PercentileChart(policies).svg());
        heading("How it was measured");
        paragraph("", method());
        heading("Flows");
        flowTable();
        return page.append("</body>\n</html>\n").toString();
    }

    private String intro() {
        Settings settings = result.settings();
        return Text.count(result.capture().packets(), "packet") + " of " + result.capture().name() + ", at "
                + Text.count(settings.packetsPerSecond(), "packet") + "/s beside " + Settings.BACKGROUNDS
                + " background coroutines per worker with jobs of " + Settings.JOB_US + " µs, on "
                + Text.count(settings.workers(), "worker")
                + ". The coroutines are the same under both policies; only the policy object differs.";
    }

    private String method() {
        Balance balance = result.balance();
        return "Open loop: packets are sent at random times (Poisson, seed " + result.settings().seed()
                + ") whether or not the workers keep up, and a packet's latency runs from the time it should have been"
                + " sent to its arrival at the far end. A packet sent more than " + Wire.LATE_NS / 1_000
                + " µs late counts as late; a pass of the capture with more than "
                + Text.digits(100 * (1 - Measurement.MIN_ADHERENCE))
                + " % late packets, or in which a worker had its core for less than "
                + Text.digits(100 * Measurement.MIN_CORE_SHARE) + " % of the time, is void and left out. A background"
                + " job is a fixed amount of work with a checkpoint every " + Settings.PIECE_US
                + " µs. Over all runs, warm-up included: " + Text.count(balance.in()) + " packets in = "
                + Text.count(balance.out()) + " out + " + Text.count(balance.dropped()) + " dropped.";
    }

    private void policyTable() {
        page.append("<div class=\"scroll\"><table>\n<tr><th>policy</th><th>p50</th><th>p99</th><th>p99.9</th>")
                .append("<th>packets</th><th>on time</th><th>core share</th><th>void</th>")
                .append("<th>jobs/core s</th><th>GC pauses</th></tr>\n");
        for (int i = 0; i < result.policies().size(); i++) {
            TrialResult each = result.policies().get(i);
            Measurement measured = each.measured();
            page.append("<tr><td><span class=\"key p").append(i).append("\"></span>").append(each.policy().text())
                    .append("</td>");
            cells(Text.durationInUnicode(measured.percentileUs(50)), Text.durationInUnicode(measured.percentileUs(99)),
                    Text.durationInUnicode(measured.percentileUs(99.9)),
                    Text.count(measured.latencies().count()), Text.percent(measured.adherence()),
                    Text.percent(measured.coreShare()),
                    measured.voidPasses() + " of " + measured.passes(),
                    Text.count(Math.round(each.jobsPerCoreSecond())),
                    each.gc().count() + " (" + each.gc().durationMs() + " ms)");
        }
        page.append("</table></div>\n");
    }

    private void flowTable() {
        List<FlowTable.Flow> flows = result.flows().flows();
        paragraph("soft", "The largest " + Math.min(TOP_FLOWS, flows.size()) + " of " + Text.count(flows.size())
                + " in one pass of the capture; demo.json has all of them.");
        page.append("<div class=\"scroll\"><table>\n<tr><th>flow</th><th>packets</th><th>bytes</th></tr>\n");
        for (FlowTable.Flow flow : flows.subList(0, Math.min(TOP_FLOWS, flows.size()))) {
            page.append("<tr><td>").append(Html.escape(flow.tuple().toString())).append("</td>");
            cells(Text.count(flow.packets()), Text.count(flow.bytes()));
        }
        page.append("</table></div>\n");
    }

    private void cells(String... values) {
        for (String value : values) {
            page.append("<td>").append(Html.escape(value)).append("</td>");
        }
        page.append("</tr>\n");
    }

    private void legend() {
        page.append("<p class=\"soft\">");
        for (int i = 0; i < result.policies().size(); i++) {
            page.append("<span class=\"key p").append(i).append("\"></span>")
                    .append(result.policies().get(i).policy().text()).append(" &nbsp; ");
        }
        page.append("</p>\n");
    }

    private void heading(String text) {
        page.append("<h2>").append(Html.escape(text)).append("</h2>\n");
    }

    private void paragraph(String kind, String text) {
        page.append("<p class=\"").append(kind).append("\">").append(Html.escape(text)).append("</p>\n");
    }
}
