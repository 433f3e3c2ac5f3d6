package io.creel.cli.sim;

import io.creel.cli.report.HtmlPage;
import io.creel.cli.report.LogScale;
import io.creel.cli.report.Svg;
import io.creel.cli.report.Text;
import io.creel.sim.Metric;
import io.creel.sim.SimulationResult;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** Latency over load, a line per curve: the published point as a ring and ours as a dot. */
final class LoadChart {
    private static final int TICKS = 10;
    /** A line ends where its latency is this many times the highest of the points. */
    private static final double HEADROOM = 3;

    private final List<LoadCurve> curves;
    private final Metric metric;
    private final double most;
    private final LogScale scale;

    LoadChart(List<LoadCurve> curves) {
        this.curves = curves;
        metric = curves.getFirst().of().metric();
        most = HEADROOM * curves.stream().flatMapToDouble(curve -> DoubleStream.of(curve.of().published(),
                curve.of().measured())).filter(Double::isFinite).max().orElse(1);
        double least = curves.stream().flatMap(curve -> curve.results().stream())
                .mapToDouble(result -> LoadPoint.value(metric, result)).filter(Double::isFinite).min().orElse(1);
        scale = LogScale.covering(Math.min(least, most), most);
    }

    String svg() {
        Svg svg = new Svg(SimTable.name(metric) + " by load");
        for (int i = 0; i <= TICKS; i++) {
            svg.xTick((double) i / TICKS, SimTable.load((double) i / TICKS));
        }
        for (int i = 0; i <= scale.decades(); i++) {
            svg.yTick((double) i / scale.decades(), text(scale.tickUs(i)));
        }
        for (int i = 0; i < curves.size(); i++) {
            line(svg, "line c" + i % HtmlPage.COLOURS, curves.get(i));
        }
        for (int i = 0; i < curves.size(); i++) {
            LoadPoint point = curves.get(i).of();
            dot(svg, "published c" + i % HtmlPage.COLOURS, "published", point.publishedLoad(), point.published());
            dot(svg, "ours c" + i % HtmlPage.COLOURS, "simulated", point.load(), point.measured());
        }
        svg.axes("offered load", SimTable.name(metric) + ", log scale");
        return svg.toString();
    }

    private void line(Svg svg, String kind, LoadCurve curve) {
        StringBuilder points = new StringBuilder();
        for (SimulationResult result : curve.results()) {
            double value = LoadPoint.value(metric, result);
            if (!(value <= most)) {
                break;
            }
            points.append(Svg.point(result.load(), scale.position(value)));
        }
        if (!points.isEmpty()) {
            svg.path(kind, curve.of().policy() + ", " + curve.costs(), points);
        }
    }

    private void dot(Svg svg, String kind, String what, double load, double value) {
        if (load > 0 && Double.isFinite(value)) {
            svg.dot(kind, String.format(Locale.ROOT, "%s: %s at load %s", what, text(value), SimTable.load(load)), load,
                    scale.position(value));
        }
    }

    private String text(double value) {
        return metric.ofSlowdown() ? Text.digits(value) : Text.durationInUnicode(value);
    }
}
