package io.creel.sim;

import io.creel.schedulers.policy.DurationText;
import io.creel.sim.load.ServiceMix;
import io.creel.sim.load.NumberText;

/**
 * A bound that a load has to meet, written as {@code p99.9slowdown<=50} or {@code p99<=100us}; see {@link Metric}.
 *
 * @param metric
 *            the number that is bounded
 * @param most
 *            the bound; in nanoseconds if the metric is a time
 */
public record Target(Metric metric, double most) {
    /**
     * Reads a target.
     *
     * @param text
     *            as above
     * @param mix
     *            the types that the text may name
     * @return the target
     * @throws IllegalArgumentException
     *            if the text cannot be read, or names a type that the mix does not have; the message lists readable
     *            forms
     */
    public static Target parse(String text, ServiceMix mix) {
        String[] sides = text.split("<=", -1);
        if (sides.length != 2) {
            throw new IllegalArgumentException(
                    "target cannot be read: text=" + text
                            + ", known=METRIC<=VALUE such as p99.9slowdown<=50 or p99<=100us");
        }
        Metric metric = Metric.parse(sides[0], mix);
        double most = metric.ofSlowdown() ? NumberText.number(sides[1]) : NumberText.positiveNs(sides[1]);
        if (!(most > 0)) {
            throw new IllegalArgumentException("target must be above 0: text=" + text);
        }
        return new Target(metric, most);
    }

    /**
     * Returns whether a result meets the target; a result of too few samples does not.
     *
     * @param result
     *            of one load
     * @return {@code true} if the metric is known and within the bound
     */
    public boolean isMet(SimulationResult result) {
        return metric.isKnown(result) && metric.valueOf(result) <= most;
    }

    /**
     * Returns whether a result misses the target; a result of too few samples neither meets nor misses it.
     *
     * @param result
     *            of one load
     * @return {@code true} if the metric is known and beyond the bound
     */
    public boolean isMissed(SimulationResult result) {
        return metric.isKnown(result) && !(metric.valueOf(result) <= most);
    }

    /** {@return the target as text that {@link #parse} reads} */
    public String text() {
        String bound = metric.ofSlowdown()
                ? most == Math.rint(most) ? Long.toString((long) most) : Double.toString(most)
                : DurationText.of((long) most);
        return metric.text() + "<=" + bound;
    }
}
