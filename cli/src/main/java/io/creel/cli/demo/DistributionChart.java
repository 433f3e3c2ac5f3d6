package io.creel.cli.demo;

import io.creel.cli.report.LogScale;
import io.creel.cli.report.Svg;
import io.creel.cli.report.Text;
import io.creel.sim.stats.Distribution;
import java.util.ArrayList;
import java.util.List;

/** The distribution of latencies per policy, over a logarithmic scale. */
final class DistributionChart {
    private static final int BINS_PER_DECADE = 20;
    private static final double[] SHARE_STEPS = {0.01, 0.02, 0.05, 0.1, 0.2, 0.5};

    private final List<TrialResult> policies;
    private final LogScale scale;

    DistributionChart(List<TrialResult> policies) {
        this.policies = policies;
        double most = policies.stream().mapToDouble(each -> each.measured().percentileUs(99.99)).max().orElseThrow();
        double least = policies.stream().mapToDouble(each -> each.measured().percentileUs(0)).min().orElseThrow();
        scale = LogScale.covering(least, most);
    }

    String svg() {
        List<double[]> shares = new ArrayList<>();
        double highest = SHARE_STEPS[0];
        for (TrialResult each : policies) {
            double[] bins = bins(each.measured().latencies());
            shares.add(bins);
            for (double share : bins) {
                highest = Math.max(highest, share);
            }
        }
        Svg svg = new Svg("Distribution of latency per policy");
        drawScales(svg, highest * 1.1);
        for (int i = 0; i < policies.size(); i++) {
            draw(svg, i, shares.get(i), highest * 1.1);
        }
        svg.axes("latency (log scale)", "share of packets");
        return svg.toString();
    }

    private void drawScales(Svg svg, double top) {
        for (int i = 0; i <= scale.decades(); i++) {
            svg.xTick((double) i / scale.decades(), Text.durationInUnicode(scale.tickUs(i)));
        }
        double step = SHARE_STEPS[SHARE_STEPS.length - 1];
        for (int i = SHARE_STEPS.length - 1; i >= 0 && top / SHARE_STEPS[i] <= 6; i--) {
            step = SHARE_STEPS[i];
        }
        for (double share = 0; share <= top; share += step) {
            svg.yTick(share / top, Text.digits(100 * share) + " %");
        }
    }

    private void draw(Svg svg, int index, double[] shares, double top) {
        StringBuilder area = new StringBuilder(Svg.point(0, 0));
        for (int i = 0; i < shares.length; i++) {
            area.append(Svg.point((double) i / shares.length, shares[i] / top));
            area.append(Svg.point((i + 1.0) / shares.length, shares[i] / top));
        }
        area.append(Svg.point(1, 0)).append('Z');
        TrialResult policy = policies.get(index);
        svg.path("area c" + index, policy.policy().text(), area);
        double p99Us = policy.measured().percentileUs(99);
        double position = scale.position(p99Us);
        svg.line("mark c" + index, position, 0, position, 0.98 - 0.08 * index);
        svg.label("label c" + index, position, 0.98 - 0.08 * index,
                policy.policy().text() + " p99 " + Text.durationInUnicode(p99Us));
    }

    private double[] bins(Distribution latencies) {
        double[] bins = new double[BINS_PER_DECADE * scale.decades()];
        double total = Math.max(1, latencies.count());
        latencies.forEach((ns, count) -> {
            int bin = (int) Math.min(bins.length - 1, bins.length * scale.position(ns / 1_000));
            bins[bin] += count / total;
        });
        return bins;
    }
}
