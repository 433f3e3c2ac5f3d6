package io.creel.sim;

import io.creel.sim.load.ServiceMix;
import io.creel.sim.load.Words;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One number of a result, written as {@code p99}, {@code p99.9slowdown}, {@code mean} or {@code meanslowdown}, and for one
 * type of the mix as {@code type0:p99}.
 *
 * @param type
 *            the number of a type, or -1 for all requests
 * @param percentile
 *            which one, or -1 for the mean
 * @param ofSlowdown
 *            whether it is of the slowdown; of the time in the system, in nanoseconds, otherwise
 */
public record Metric(int type, double percentile, boolean ofSlowdown) {
    /** What can be written. */
    public static final String KNOWN = "p50, p99, p99.9, mean, p99.9slowdown, meanslowdown, type0:p99";
    private static final Pattern FORM = Pattern
            .compile("(?:type(\\d{1,2}):)?(?:p(\\d{1,2}(?:\\.\\d{1,6})?)|mean)(slowdown)?");

    /**
     * Reads a metric.
     *
     * @throws IllegalArgumentException
     *             where it cannot be read, or names a type that the mix does not have; the message says what can
     */
    public static Metric parse(String text, ServiceMix mix) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("metric cannot be read: text=" + text + ", known=" + KNOWN);
        }
        int type = form.group(1) == null ? -1 : Integer.parseInt(form.group(1));
        if (type >= mix.types().size()) {
            throw new IllegalArgumentException("metric names a type that the mix does not have: text=" + text
                    + ", types=" + mix.types().size());
        }
        double percentile = form.group(2) == null ? -1 : Words.number(form.group(2));
        return new Metric(type, percentile, form.group(3) != null);
    }

    /** The number; infinite where it is that of a dropped request, NaN where there is none. */
    public double valueOf(SimulationResult result) {
        Latency latency = type < 0 ? result.all() : result.types().get(type);
        if (percentile < 0) {
            return latency.dropped() > 0
                    ? Double.POSITIVE_INFINITY
                    : ofSlowdown ? latency.meanSlowdown() : latency.meanNs();
        }
        return ofSlowdown ? latency.slowdown(percentile) : latency.sojournNs(percentile);
    }

    /** Whether there were enough samples for it to mean something. */
    public boolean isKnown(SimulationResult result) {
        Latency latency = type < 0 ? result.all() : result.types().get(type);
        return latency.samples() > 0 && (percentile < 0 || latency.isEnoughFor(percentile));
    }

    /** As it can be read again. */
    public String text() {
        String which = percentile < 0
                ? "mean"
                : "p" + (percentile == Math.rint(percentile) ? Long.toString((long) percentile) : percentile);
        return (type < 0 ? "" : "type" + type + ":") + which + (ofSlowdown ? "slowdown" : "");
    }
}
