package io.creel.cli.demo;

import io.creel.cli.report.LogScale;
import io.creel.cli.report.Text;
import java.io.PrintWriter;
import java.util.List;

/** Percentiles of each policy as bars on one logarithmic scale, in 80 columns. */
final class LatencyBars {
    private static final double[] PERCENTILES = {50, 99, 99.9};
    private static final String[] NAMES = {"p50", "p99", "p99.9"};
    private static final int NAME_COLUMNS = 20;
    private static final int BAR_COLUMNS = 48;

    private final List<TrialResult> policies;
    private final Text text;
    private final LogScale scale;

    LatencyBars(List<TrialResult> policies, Text text) {
        this.policies = policies;
        this.text = text;
        double least = policies.stream().mapToDouble(each -> each.measured().percentileUs(50)).min().orElseThrow();
        double most = policies.stream().mapToDouble(each -> each.measured().percentileUs(99.9)).max().orElseThrow();
        scale = LogScale.covering(Math.min(1, least), most);
    }

    void print(PrintWriter out) {
        for (int policy = 0; policy < policies.size(); policy++) {
            for (int i = 0; i < NAMES.length; i++) {
                String name = i == 0 ? policies.get(policy).policy().text() : "";
                double us = policies.get(policy).measured().percentileUs(PERCENTILES[i]);
                int length = Math.max(1, (int) Math.round(BAR_COLUMNS * scale.position(us)));
                out.printf("  %-10s %-6s %s %s%n", name, NAMES[i], text.ofPolicy(policy, text.bar(length)),
                        text.duration(us));
            }
        }
        printAxis(out);
    }

    private void printAxis(PrintWriter out) {
        StringBuilder ticks = new StringBuilder(" ".repeat(NAME_COLUMNS));
        StringBuilder labels = new StringBuilder(" ".repeat(NAME_COLUMNS));
        for (int i = 0; i <= scale.decades(); i++) {
            int column = NAME_COLUMNS + BAR_COLUMNS * i / scale.decades();
            pad(ticks, column).append(text.tick());
            pad(labels, column).append(text.duration(scale.tickUs(i)));
        }
        out.println(ticks);
        out.println(labels);
    }

    private static StringBuilder pad(StringBuilder line, int column) {
        return line.append(" ".repeat(Math.max(0, column - line.length())));
    }
}
