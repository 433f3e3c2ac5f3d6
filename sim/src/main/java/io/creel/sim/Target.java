package io.creel.sim;

import io.creel.schedulers.policy.DurationText;
import io.creel.sim.load.ServiceMix;
import io.creel.sim.load.Words;

/**
 * What a load has to meet, written as {@code p99.9slowdown<=50} or {@code p99<=100us}; see {@link Metric}.
 *
 * @param metric
 *            what is bounded
 * @param most
 *            the bound, in nanoseconds where it is a time
 */
public record Target(Metric metric, double most) {
    /**
     * Reads a target.
     *
     * @throws IllegalArgumentException
     *             where it cannot be read, or names a type that the mix does not have; the message says what can
     */
    public static Target parse(String text, ServiceMix mix) {
        String[] sides = text.split("<=", -1);
        if (sides.length != 2) {
            throw new IllegalArgumentException(
                    "target cannot be read: text=" + text
                            + ", known=METRIC<=VALUE such as p99.9slowdown<=50 or p99<=100us");
        }
        Metric metric = Metric.parse(sides[0], mix);
        double most = metric.ofSlowdown() ? Words.number(sides[1]) : Words.positiveNs(sides[1]);
        if (!(most > 0)) {
            throw new IllegalArgumentException("target must be above 0: text=" + text);
        }
        return new Target(metric, most);
    }

    /** Whether a result meets it; one of too few samples does not. */
    public boolean isMet(SimulationResult result) {
        return metric.isKnown(result) && metric.valueOf(result) <= most;
    }

    /** Whether a result does not meet it; one of too few samples does neither that nor meet it. */
    public boolean isMissed(SimulationResult result) {
        return metric.isKnown(result) && !(metric.valueOf(result) <= most);
    }

    /** As it can be read again. */
    public String text() {
        String bound = metric.ofSlowdown()
                ? most == Math.rint(most) ? Long.toString((long) most) : Double.toString(most)
                : DurationText.of((long) most);
        return metric.text() + "<=" + bound;
    }
}
