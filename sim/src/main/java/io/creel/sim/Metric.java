package io.creel.sim;

import io.creel.sim.load.ServiceMix;
import io.creel.sim.load.NumberText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One number of a result, written as {@code p99}, {@code p99.9slowdown}, {@code mean} or {@code meanslowdown}, and for
 * one type of the mix as {@code type0:p99}.
 *
 * @param type
 *            the number of a type, or -1 for all requests
 * @param percentile
 *            from 0 to 100, or -1 for the mean
 * @param ofSlowdown
 *            whether it is of the slowdown; otherwise it is of the time in the system, in nanoseconds
 */
public record Metric(int type, double percentile, boolean ofSlowdown) {
    /** Examples of every readable form, for error messages. */
    public static final String KNOWN = "p50, p99, p99.9, mean, p99.9slowdown, meanslowdown, type0:p99";
    private static final Pattern FORM = Pattern
            .compile("(?:type(\\d{1,2}):)?(?:p(\\d{1,2}(?:\\.\\d{1,6})?)|mean)(slowdown)?");

    /**
     * Reads a metric.
     *
     * @param text
     *            as above
     * @param mix
     *            the types that the text may name
     * @return the metric
     * @throws IllegalArgumentException
     *            if the text cannot be read, or names a type that the mix does not have; the message lists readable
     *            forms
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
        double percentile = form.group(2) == null ? -1 : NumberText.number(form.group(2));
        return new Metric(type, percentile, form.group(3) != null);
    }

    /**
     * Returns the number.
     *
     * @param result
     *            of one load
     * @return infinite if it is that of a dropped request, NaN if there is none
     */
    public double valueOf(SimulationResult result) {
        Latency latency = type < 0 ? result.all() : result.types().get(type);
        if (percentile < 0) {
            return latency.dropped() > 0
                    ? Double.POSITIVE_INFINITY
                    : ofSlowdown ? latency.meanSlowdown() : latency.meanNs();
        }
        return ofSlowdown ? latency.slowdown(percentile) : latency.sojournNs(percentile);
    }

    /**
     * Returns whether there were enough samples for it to mean something.
     *
     * @param result
     *            of one load
     * @return {@code false} if fewer than a thousand samples lie beyond the percentile
     */
    public boolean isKnown(SimulationResult result) {
        Latency latency = type < 0 ? result.all() : result.types().get(type);
        return latency.samples() > 0 && (percentile < 0 || latency.isEnoughFor(percentile));
    }

    /** {@return the metric as text that {@link #parse} reads} */
    public String text() {
        String which = percentile < 0
                ? "mean"
                : "p" + (percentile == Math.rint(percentile) ? Long.toString((long) percentile) : percentile);
        return (type < 0 ? "" : "type" + type + ":") + which + (ofSlowdown ? "slowdown" : "");
    }
}
