package io.creel.cli.sim;

import io.creel.cli.report.HtmlPage;
import io.creel.cli.report.LogScale;
import io.creel.cli.report.Svg;
import io.creel.cli.report.Text;
import io.creel.sim.Curve;
import io.creel.sim.Metric;
import io.creel.sim.SimulationResult;
import io.creel.sim.Target;
import java.util.Arrays;

/** One number over the load, a line per policy, with the target as a dashed line. */
final class CurveChart {
    private static final double[] STEPS = {0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10};
    private static final int MOST_TICKS = 10;

    private final SimReport report;
    private final LogScale scale;
    private final double step;
    private final double toLoad;

    CurveChart(SimReport report) {
        this.report = report;
        double mostLoad = report.loads().getLast();
        step = Arrays.stream(STEPS).filter(each -> mostLoad / each <= MOST_TICKS + 1e-9).findFirst().orElse(mostLoad);
        toLoad = step * Math.ceil(mostLoad / step - 1e-9);
        double[] known = report.curves().stream().flatMap(curve -> curve.results().stream()).mapToDouble(this::value)
                .filter(Double::isFinite).sorted().toArray();
        scale = known.length == 0 ? new LogScale(1, 1) : LogScale.covering(known[0], known[known.length - 1]);
    }

    /** Returns a slowdown, or a time in microseconds; NaN if there are too few samples. */
    private double value(SimulationResult result) {
        Metric shown = report.shown();
        return shown.isKnown(result) ? shown.valueOf(result) / (shown.ofSlowdown() ? 1 : 1_000) : Double.NaN;
    }

    String svg() {
        Metric shown = report.shown();
        Svg svg = new Svg(SimTable.name(shown) + " by load");
        int ticks = (int) Math.round(toLoad / step);
        for (int i = 0; i <= ticks; i++) {
            svg.xTick((double) i / ticks, SimTable.load(step * i));
        }
        for (int i = 0; i <= scale.decades(); i++) {
            double tick = scale.tickUs(i);
            svg.yTick((double) i / scale.decades(),
                    shown.ofSlowdown() ? Text.digits(tick) : Text.durationInUnicode(tick));
        }
        for (Target target : report.targets()) {
            if (target.metric().equals(shown)) {
                double at = scale.position(target.most() / (shown.ofSlowdown() ? 1 : 1_000));
                svg.line("target", 0, at, 1, at);
            }
        }
        for (int i = 0; i < report.curves().size(); i++) {
            line(svg, i);
        }
        svg.axes("offered load", SimTable.name(shown) + ", log scale");
        return svg.toString();
    }

    private void line(Svg svg, int index) {
        Curve curve = report.curves().get(index);
        StringBuilder points = new StringBuilder();
        for (SimulationResult result : curve.results()) {
            double value = value(result);
            if (Double.isFinite(value)) {
                points.append(Svg.point(result.load() / toLoad, scale.position(value)));
            }
        }
        if (!points.isEmpty()) {
            svg.path("line c" + index % HtmlPage.COLOURS, curve.name(), points);
        }
    }
}
