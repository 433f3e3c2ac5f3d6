package io.creel.examples.sim;

import io.creel.examples.report.Text;
import io.creel.schedulers.sim.Curve;
import io.creel.schedulers.sim.Metric;
import io.creel.schedulers.sim.SimulationResult;
import io.creel.schedulers.sim.Target;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.stream.Collectors;

/** The report for people: a row for each load, a column for each policy, and what load each can carry. */
final class SimTable {
    private static final int COLUMN = 12;

    private final SimReport report;
    private final Text text;

    SimTable(SimReport report, Text text) {
        this.report = report;
        this.text = text;
    }

    void print(PrintWriter out) {
        Metric shown = report.shown();
        out.println(text.bold(name(shown)) + " of " + report.settings().mix().text() + " on "
                + Text.count(report.settings().cores(), "worker") + ", costs " + report.settings().costs().text()
                + ", seed " + report.settings().seed());
        out.println();
        out.print("    load");
        report.curves().forEach(curve -> out.printf(" %" + width(curve) + "s", curve.name()));
        out.println();
        for (int i = 0; i < report.loads().size(); i++) {
            out.printf("%8s", load(report.loads().get(i)));
            for (Curve curve : report.curves()) {
                out.printf(" %" + width(curve) + "s", value(shown, curve.results().get(i)));
            }
            out.println();
        }
        if (!report.targets().isEmpty()) {
            out.println();
            out.println("Highest load with "
                    + report.targets().stream().map(Target::text).collect(Collectors.joining(" and ")) + ":");
            report.curves().forEach(curve -> out.println("  " + curve.name() + "  " + highest(curve)));
        }
        out.flush();
    }

    /** As short as it can be: {@code 0.1}, {@code 0.375}. */
    static String load(double load) {
        return BigDecimal.valueOf(load).setScale(4, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
    }

    /** For people: {@code p99.9 slowdown}. */
    static String name(Metric metric) {
        return metric.text().replace("slowdown", " slowdown");
    }

    private static int width(Curve curve) {
        return Math.max(COLUMN, curve.name().length());
    }

    private String highest(Curve curve) {
        double load = curve.highestLoad(report.targets());
        return load == 0 ? "none of the scan" : load(load);
    }

    private String value(Metric metric, SimulationResult result) {
        if (!metric.isKnown(result)) {
            return "too few";
        }
        double value = metric.valueOf(result);
        if (Double.isInfinite(value)) {
            return "dropped";
        }
        return metric.ofSlowdown() ? Text.digits(value) : text.duration(value / 1e3);
    }
}
