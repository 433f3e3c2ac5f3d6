package io.creel.cli.tools;

import io.creel.cli.report.JsonWriter;
import io.creel.cli.report.Text;
import io.creel.cli.report.TextTable;
import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.sim.stats.Distribution;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;

/** The totals of a run, as text and as JSON. The fields are a contract: fields are added, not renamed. */
final class ToolTotals {
    private static final double[] PERCENTILES = {50, 99, 99.9, 100};
    private static final String[] PERCENTILE_NAMES = {"p50Us", "p99Us", "p999Us", "maxUs"};

    private static final TextTable ROWS = new TextTable().left(0, 16).left(1, 0);
    private static final TextTable COUNTERS = new TextTable().left(2, 27).right(1, 15);
    private static final Text TEXT = new Text(false, Charset.forName(System.getProperty("stdout.encoding", "UTF-8")));

    private final String tool;
    private final List<Nic> nics;
    private final Tally tally;
    private final ToolWork work;
    private final double seconds;

    /** Makes the totals. Call it after every worker has ended. */
    ToolTotals(String tool, List<Nic> nics, Tally tally, ToolWork work, double seconds) {
        this.tool = tool;
        this.nics = nics;
        this.tally = tally;
        this.work = work;
        this.seconds = seconds;
    }

    void print(PrintWriter out) {
        row(out, "Time", String.format(Locale.ROOT, "%.3f s", seconds));
        Generator generator = work.generator();
        if (generator != null) {
            row(out, work.label(), String.format(Locale.ROOT, "%,d; %,.0f/s; late: %,d", generator.made(),
                    rate(generator.made()), generator.late()));
            row(out, "Answered", String.format(Locale.ROOT, "%,d; not answered: %,d", generator.answers(),
                    generator.made() - generator.answers()));
            if (generator.answers() > 0) {
                row(out, "Latency", latencies(generator.latencies()));
            }
            if (generator.isVoid()) {
                row(out, "VOID", String.format(Locale.ROOT,
                        "%.1f %% of the frames left on time, less than %.0f %%; these latencies mean nothing",
                        100 * generator.adherence(), 100 * Generator.MIN_ADHERENCE));
            }
        } else {
            row(out, work.label(), String.format(Locale.ROOT, "%,d; %,.0f/s", passed(), rate(passed())));
        }
        row(out, work.tallyLabel(), tally.total() == 0 ? "0" : reasons());
        for (Nic nic : nics) {
            out.println(nic.name() + "  (" + nic.capabilities().mode() + ")");
            for (NicCounter counter : NicCounter.values()) {
                long value = nic.statistics().get(counter);
                if (value != 0 || isKernels(counter, nic)) {
                    out.println(COUNTERS.row(counter.name(), Text.count(value))
                            + (counter.isLoss() && value != 0 ? "  lost" : ""));
                }
            }
        }
        out.flush();
    }

    private static void row(PrintWriter out, String name, String value) {
        out.println(ROWS.row(name, value));
    }

    /** Returns the number of transmitted packets; for a tool that keeps them, of received ones. */
    private long passed() {
        return work.outboxes().isEmpty()
                ? nics.stream().mapToLong(nic -> nic.statistics().get(NicCounter.RX_PACKETS)).sum()
                : work.sent();
    }

    private double rate(long frames) {
        return seconds == 0 ? 0 : frames / seconds;
    }

    private String reasons() {
        var text = new StringBuilder();
        tally.byReason().forEach((reason, count) -> text.append(text.isEmpty() ? "" : ", ").append(reason)
                .append(String.format(Locale.ROOT, " %,d", count)));
        return text.toString();
    }

    private static String latencies(Distribution latencies) {
        return "p50 " + duration(latencies, 50) + ", p99 " + duration(latencies, 99) + ", p99.9 "
                + duration(latencies, 99.9) + ", max " + duration(latencies, 100)
                + "; from the intended send time";
    }

    private static String duration(Distribution latencies, double percentile) {
        return TEXT.duration(us(latencies, percentile));
    }

    private static double us(Distribution latencies, double percentile) {
        return latencies.percentile(percentile) / 1e3;
    }

    /** Returns whether a counter is the kernel's. Those are printed even if they are zero. */
    private static boolean isKernels(NicCounter counter, Nic nic) {
        return counter.name().startsWith("XDP_") && nic.name().startsWith("afxdp:")
                || counter.name().startsWith("PACKET_") && nic.name().startsWith("afpacket:");
    }

    String json() {
        var json = new JsonWriter().begin('{');
        json.field("tool", tool).field("elapsedSeconds", seconds, 6);
        Generator generator = work.generator();
        if (generator != null) {
            json.field("sent", generator.made()).field("lateSends", generator.late());
            json.field("scheduleAdherence", generator.adherence(), 4).field("isVoid", generator.isVoid());
            json.field("answered", generator.answers());
            json.field("packetsPerSecond", rate(generator.made()), 1);
            for (int i = 0; i < PERCENTILES.length; i++) {
                json.field(PERCENTILE_NAMES[i], us(generator.latencies(), PERCENTILES[i]), 1);
            }
        } else {
            json.field("passedOn", passed()).field("packetsPerSecond", rate(passed()), 1);
        }
        json.field("failure", work.run().failure() == null
                ? null
                : ToolFailures.sentence(work.run().failure()));
        json.name("notPassedOn").begin('{');
        tally.byReason().forEach(json::field);
        json.end('}');
        json.name("nics").begin('[');
        nics.forEach(nic -> write(json, nic));
        json.end(']');
        return json.end('}').toString();
    }

    private static void write(JsonWriter json, Nic nic) {
        json.next().begin('{');
        json.field("name", nic.name()).field("mode", nic.capabilities().mode());
        json.field("mtuBytes", nic.capabilities().mtuBytes()).field("queues", nic.queues());
        json.field("fault", nic.fault() == null ? null : nic.fault().getMessage());
        json.field("lost", nic.statistics().lost());
        json.name("remarks").begin('[');
        nic.remarks().forEach(sentence -> json.next().value(sentence));
        json.end(']');
        json.name("counters").begin('{');
        for (NicCounter counter : NicCounter.values()) {
            json.field(counter.name(), nic.statistics().get(counter));
        }
        json.end('}');
        json.end('}');
    }
}
