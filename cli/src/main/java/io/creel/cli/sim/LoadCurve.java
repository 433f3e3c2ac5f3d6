package io.creel.cli.sim;

import io.creel.sim.Metric;
import io.creel.sim.SimulationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The simulated curve through a point of an experiment.
 *
 * @param of
 *            the point
 * @param results
 *            one per load, in ascending order
 */
record LoadCurve(LoadPoint of, List<SimulationResult> results) {
    private static final double[] LOADS = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95};
    /** Enough for a p99: a thousand samples lie beyond it. */
    private static final long SAMPLES_OF_P99 = 100_000;
    private static final double P99 = 99;

    /** Simulates the loads of the curve; a p99 takes fewer samples than the experiment. */
    static LoadCurve run(LoadPoint point, Consumer<String> progress) {
        Metric metric = point.metric();
        ExperimentSetup setup = new ExperimentSetup(point.settings(), progress, ignored -> {
        });
        if (metric.percentile() <= P99) {
            setup = setup.shorter(Math.toIntExact(Math.max(1, point.settings().samples() / SAMPLES_OF_P99)));
        }
        List<SimulationResult> results = new ArrayList<>();
        for (double load : LOADS) {
            results.add(setup.run(point.policy(), load));
        }
        return new LoadCurve(point, results);
    }

    /** Returns the costs of scheduling as text. */
    String costs() {
        return "costs " + of.settings().costs().text();
    }
}
