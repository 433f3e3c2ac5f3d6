package io.creel.cli.sim;

import io.creel.cli.report.Text;
import io.creel.cli.report.TextTable;
import io.creel.sim.Curve;
import io.creel.sim.Metric;
import io.creel.sim.SimulationSettings;
import io.creel.sim.Target;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The report as a table: a row per load, a column per policy, and the highest load of each. */
final class SimTable {
    private static final int LOAD_COLUMN = 8;
    private static final int COLUMN = 12;
    private static final int WIDE_COLUMN = 20;

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
                + ", workers " + idle(report.settings()) + ", " + seeds(report));
        if (report.seeds() > 1) {
            out.println("mean over the seeds ± half of its 95 % interval, by Student's t");
        }
        out.println();
        printRows(out);
        if (!report.targets().isEmpty()) {
            out.println();
            out.println("Highest load with "
                    + report.targets().stream().map(Target::text).collect(Collectors.joining(" and ")) + ":");
            for (int curve = 0; curve < report.curves().size(); curve++) {
                out.println("  " + report.curves().get(curve).name() + "  " + report.highestText(curve));
            }
        }
        out.flush();
    }

    private void printRows(PrintWriter out) {
        TextTable table = new TextTable().right(0, LOAD_COLUMN);
        List<String> cells = new ArrayList<>(List.of("load"));
        for (Curve curve : report.curves()) {
            table.right(1, width(curve));
            cells.add(curve.name());
        }
        out.println(table.row(cells.toArray(String[]::new)));
        for (int i = 0; i < report.loads().size(); i++) {
            cells.clear();
            cells.add(load(report.loads().get(i)));
            for (int curve = 0; curve < report.curves().size(); curve++) {
                cells.add(value(curve, i));
            }
            out.println(table.row(cells.toArray(String[]::new)));
        }
    }

    /** Formats a load without trailing zeroes: {@code 0.1}, {@code 0.375}. */
    static String load(double load) {
        return BigDecimal.valueOf(load).setScale(4, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
    }

    /** Returns a metric's name, such as {@code p99.9 slowdown}. */
    static String name(Metric metric) {
        return metric.text().replace("slowdown", " slowdown");
    }

    /** Returns what workers without work do. */
    static String idle(SimulationSettings settings) {
        return settings.parksIdle() ? "park at once" : "spin";
    }

    /** Returns the seeds in words. */
    static String seeds(SimReport report) {
        long first = report.settings().seed();
        return report.seeds() == 1 ? "seed " + first : "seeds " + first + " to " + (first + report.seeds() - 1);
    }

    private int width(Curve curve) {
        return Math.max(report.seeds() > 1 ? WIDE_COLUMN : COLUMN, curve.name().length());
    }

    private String value(int curve, int load) {
        Metric metric = report.shown();
        if (!report.isKnown(curve, load)) {
            return "too few";
        }
        SeedSpread spread = report.spread(curve, load, metric::valueOf);
        return value(spread.mean()) + (Double.isNaN(spread.halfWidth()) || Double.isInfinite(spread.mean())
                ? ""
                : " ± " + value(spread.halfWidth()));
    }

    private String value(double value) {
        if (Double.isInfinite(value)) {
            return "dropped";
        }
        return report.shown().ofSlowdown() ? Text.digits(value) : text.duration(value / 1e3);
    }
}
