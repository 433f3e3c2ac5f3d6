package io.creel.cli.demo;

import io.creel.cli.report.HtmlPage;
import io.creel.cli.report.Text;
import java.util.List;

/** The result as an HTML page. */
final class DemoPage {
    private static final int TOP_FLOWS = 20;

    private final DemoResult result;
    private final HtmlPage page = new HtmlPage("Creel demo: packets beside CPU-bound work",
            "Packets beside CPU-bound work");

    private DemoPage(DemoResult result) {
        this.result = result;
    }

    static String of(DemoResult result) {
        return new DemoPage(result).write();
    }

    private String write() {
        List<TrialResult> policies = result.policies();
        List<String> names = policies.stream().map(each -> each.policy().text()).toList();
        page.paragraph("soft", intro());
        page.paragraph("verdict", Verdict.of(policies.getFirst(), policies.getLast()));
        policyTable();
        page.heading("How long packets took").legend(names).svg(new DistributionChart(policies).svg());
        page.heading("Latency by percentile").legend(names).svg(new PercentileChart(policies).svg());
        page.heading("How it was measured").paragraph("", method());
        page.heading("Flows");
        flowTable();
        return page.toString();
    }

    private String intro() {
        DemoSettings settings = result.settings();
        return Text.count(result.capture().packets(), "packet") + " of " + result.capture().name() + ", at "
                + Text.count(settings.packetsPerSecond(), "packet") + "/s beside " + DemoSettings.BACKGROUNDS
                + " background coroutines per worker with jobs of " + DemoSettings.JOB_US + " µs, on "
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
                + " job is a fixed amount of work with a checkpoint every " + DemoSettings.PIECE_US
                + " µs. Over all runs, warm-up included: " + Text.count(balance.in()) + " packets in = "
                + Text.count(balance.out()) + " out + " + Text.count(balance.dropped()) + " dropped.";
    }

    private void policyTable() {
        page.table("policy", "p50", "p99", "p99.9", "packets", "on time", "core share", "void", "jobs/core s",
                "GC pauses");
        for (int i = 0; i < result.policies().size(); i++) {
            TrialResult each = result.policies().get(i);
            Measurement measured = each.measured();
            page.row().keyCell(i, each.policy().text());
            page.cells(Text.durationInUnicode(measured.percentileUs(50)),
                    Text.durationInUnicode(measured.percentileUs(99)),
                    Text.durationInUnicode(measured.percentileUs(99.9)), Text.count(measured.latencies().count()),
                    Text.percent(measured.adherence()), Text.percent(measured.coreShare()),
                    measured.voidPasses() + " of " + measured.passes(),
                    Text.count(Math.round(each.jobsPerCoreSecond())),
                    each.gc().count() + " (" + each.gc().durationMs() + " ms)");
            page.endRow();
        }
        page.endTable();
    }

    private void flowTable() {
        List<ConversationTable.Flow> flows = result.flows().flows();
        page.paragraph("soft", "The largest " + Math.min(TOP_FLOWS, flows.size()) + " of " + Text.count(flows.size())
                + " in one pass of the capture; demo.json has all of them.");
        page.table("flow", "packets", "bytes");
        for (ConversationTable.Flow flow : flows.subList(0, Math.min(TOP_FLOWS, flows.size()))) {
            page.row().cells(flow.tuple().toString(), Text.count(flow.packets()), Text.count(flow.bytes())).endRow();
        }
        page.endTable();
    }
}
