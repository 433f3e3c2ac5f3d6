package io.creel.cli.sim;

import io.creel.sim.Metric;
import io.creel.sim.SimulationResult;
import io.creel.sim.SimulationSettings;

/**
 * A published point of a latency curve beside the simulated one.
 *
 * @param settings
 *            the simulated setting
 * @param metric
 *            the number over the load
 * @param policy
 *            the policy's name
 * @param publishedLoad
 *            the load of the published point; 0 if no load was found to meet the target
 * @param published
 *            the published number, a slowdown or a time in microseconds
 * @param load
 *            the load of the simulated point; 0 if no load met the target
 * @param measured
 *            the simulated number, in the same unit
 */
record LoadPoint(SimulationSettings settings, Metric metric, String policy, double publishedLoad, double published,
        double load, double measured) {
    /** Returns a slowdown, or a time in microseconds; NaN if there are too few samples. */
    static double value(Metric metric, SimulationResult result) {
        return metric.isKnown(result) ? metric.valueOf(result) / unit(metric) : Double.NaN;
    }

    /** Returns the divisor that makes a metric's number one of a page. */
    static double unit(Metric metric) {
        return metric.ofSlowdown() ? 1 : 1_000;
    }
}
