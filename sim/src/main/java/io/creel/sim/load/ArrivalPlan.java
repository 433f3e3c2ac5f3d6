package io.creel.sim.load;

import java.util.Objects;

/** When requests are to arrive, ready to be opened for each load of a scan. Immutable. */
public final class ArrivalPlan {
    private final String text;
    private final long[] traceNs;

    private ArrivalPlan(String text, long[] traceNs) {
        this.text = Objects.requireNonNull(text, "text");
        this.traceNs = traceNs;
    }

    /**
     * Reads a plan; see {@link Arrivals}.
     *
     * @throws IllegalArgumentException
     *             where it cannot be read; the message says what can
     */
    public static ArrivalPlan parse(String text) {
        ArrivalPlan plan = new ArrivalPlan(text.strip(), null);
        plan.open(1, 0.5, new Chance(0, "check"));
        return plan;
    }

    /**
     * The times of a capture.
     *
     * @param name
     *            what reports call it
     * @param timesNs
     *            when something arrived, ascending, at least two different times
     */
    public static ArrivalPlan trace(String name, long[] timesNs) {
        ArrivalPlan plan = new ArrivalPlan("trace:" + name, timesNs.clone());
        plan.open(1, 0.5, new Chance(0, "check"));
        return plan;
    }

    /** As it was written, or the name of the trace. */
    public String text() {
        return text;
    }

    /** Whether the plan says its own loads, so that there is only one to run. */
    public boolean saysLoad() {
        return Arrivals.saysLoad(text);
    }

    /**
     * Opens it.
     *
     * @param fullLoadPerNs
     *            requests per nanosecond at load 1
     * @param load
     *            the mean load asked for; not used where {@link #saysLoad}
     * @param chance
     *            where random times come from
     */
    public Arrivals open(double fullLoadPerNs, double load, Chance chance) {
        return traceNs == null
                ? Arrivals.parse(text, fullLoadPerNs, load, chance)
                : new Arrivals.Trace(traceNs, fullLoadPerNs * load);
    }
}
