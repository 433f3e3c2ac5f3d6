package io.creel.cli.demo;

import io.creel.cli.report.LogScale;
import io.creel.cli.report.Svg;
import io.creel.cli.report.Text;
import java.util.List;

/** Latency by percentile, on a scale that gives the rare slow packets as much room as the fast ones. */
final class PercentileChart {
    /** Each step to the right leaves a tenth of the packets. */
    private static final double[] TICKS = {0, 90, 99, 99.9, 99.99};
    private static final int POINTS = 200;

    private final List<TrialResult> policies;
    private final LogScale scale;

    PercentileChart(List<TrialResult> policies) {
        this.policies = policies;
        double last = TICKS[TICKS.length - 1];
        double most = policies.stream().mapToDouble(each -> each.measured().percentileUs(last)).max().orElseThrow();
        double least = policies.stream().mapToDouble(each -> each.measured().percentileUs(0)).min().orElseThrow();
        scale = LogScale.covering(least, most);
    }

    String svg() {
        Svg svg = new Svg("Latency by percentile per policy");
        for (int i = 0; i < TICKS.length; i++) {
            svg.xTick((double) i / (TICKS.length - 1), i == 0 ? "fastest" : label(TICKS[i]));
        }
        for (int i = 0; i <= scale.decades(); i++) {
            svg.yTick((double) i / scale.decades(), Text.durationInUnicode(scale.tickUs(i)));
        }
        for (int i = 0; i < policies.size(); i++) {
            svg.path("line c" + i, policies.get(i).policy().text(), points(policies.get(i).measured()));
        }
        svg.axes("packets at least as fast", "latency (log scale)");
        return svg.toString();
    }

    /** Returns the number, without a decimal point if it is whole. */
    private static String label(double percentile) {
        return (percentile == Math.rint(percentile)
                ? Long.toString(Math.round(percentile))
                : Double.toString(percentile))
                + " %";
    }

    private StringBuilder points(Measurement measured) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i <= POINTS; i++) {
            double position = (double) i / POINTS;
            double percentile = 100 - 100 * Math.pow(10, -position * (TICKS.length - 1));
            points.append(Svg.point(position, scale.position(measured.percentileUs(percentile))));
        }
        return points;
    }
}
