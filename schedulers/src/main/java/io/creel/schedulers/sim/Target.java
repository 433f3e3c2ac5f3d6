package io.creel.schedulers.sim;

import io.creel.schedulers.sim.load.ServiceMix;
import io.creel.schedulers.sim.load.Words;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a load has to meet, written as {@code p99.9slowdown<=50}, {@code p99<=100us} or {@code mean<=20us}, and for one type
 * of the mix as {@code type0:p99<=20us}.
 *
 * @param type
 *            the number of a type, or -1 for all requests
 * @param percentile
 *            which one, or -1 for the mean
 * @param ofSlowdown
 *            whether it is of the slowdown; of the time in the system otherwise
 * @param most
 *            the bound, in nanoseconds where it is a time
 */
public record Target(int type, double percentile, boolean ofSlowdown, double most) {
    private static final Pattern FORM = Pattern
            .compile("(?:type(\\d{1,2}):)?(?:p(\\d{1,2}(?:\\.\\d{1,6})?)|(mean))(slowdown)?<=(.+)");

    /**
     * Reads a target.
     *
     * @throws IllegalArgumentException
     *             where it cannot be read, or names a type that the mix does not have; the message says what can
     */
    public static Target parse(String text, ServiceMix mix) {
        Matcher form = FORM.matcher(text.replace(" ", ""));
        if (!form.matches()) {
            throw new IllegalArgumentException("target cannot be read: text=" + text
                    + ", known=p99.9slowdown<=50, p99<=100us, mean<=20us, type0:p99<=20us");
        }
        int type = form.group(1) == null ? -1 : Integer.parseInt(form.group(1));
        if (type >= mix.types().size()) {
            throw new IllegalArgumentException("target names a type that the mix does not have: text=" + text
                    + ", types=" + mix.types().size());
        }
        double percentile = form.group(3) != null ? -1 : Words.number(form.group(2));
        boolean ofSlowdown = form.group(4) != null;
        double most = ofSlowdown ? Words.number(form.group(5)) : Words.positiveNs(form.group(5));
        return new Target(type, percentile, ofSlowdown, most);
    }

    /** What a result has to be compared with. */
    public double valueOf(SimulationResult result) {
        Latency latency = type < 0 ? result.all() : result.types().get(type);
        if (percentile < 0) {
            return latency.dropped() > 0
                    ? Double.POSITIVE_INFINITY
                    : ofSlowdown ? latency.meanSlowdown() : latency.meanNs();
        }
        return ofSlowdown ? latency.slowdown(percentile) : latency.sojournNs(percentile);
    }

    /** Whether a result meets it. */
    public boolean isMet(SimulationResult result) {
        return valueOf(result) <= most;
    }

    /** As it can be read again. */
    public String text() {
        String number = most == Math.rint(most) ? Long.toString((long) most) : Double.toString(most);
        String which = percentile < 0
                ? "mean"
                : "p" + (percentile == Math.rint(percentile) ? Long.toString((long) percentile) : percentile);
        return (type < 0 ? "" : "type" + type + ":") + which + (ofSlowdown ? "slowdown" : "") + "<="
                + (ofSlowdown ? number : Words.durationText((long) most));
    }
}
