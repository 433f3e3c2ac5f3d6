package io.creel.sim.load;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The times at which requests are to arrive, ready to be opened for each load of a scan. Immutable. */
public final class ArrivalPlan {
    private final String text;
    private final long @Nullable [] traceNs;

    private ArrivalPlan(String text, long @Nullable [] traceNs) {
        this.text = Objects.requireNonNull(text, "text");
        this.traceNs = traceNs;
    }

    /**
     * Reads a plan; see {@link Arrivals}.
     *
     * @param text
     *            a form of {@link Arrivals}
     * @return the plan
     * @throws IllegalArgumentException
     *            if the text cannot be read; the message lists readable forms
     */
    public static ArrivalPlan parse(String text) {
        ArrivalPlan plan = new ArrivalPlan(text.strip(), null);
        plan.open(1, 0.5, new Chance(0, "check"));
        return plan;
    }

    /**
     * Makes a plan of the times of a capture.
     *
     * @param name
     *            its name in reports
     * @param timesNs
     *            when something arrived, in nanoseconds, ascending, with at least two different times
     * @return the plan
     */
    public static ArrivalPlan trace(String name, long[] timesNs) {
        ArrivalPlan plan = new ArrivalPlan("trace:" + name, timesNs.clone());
        plan.open(1, 0.5, new Chance(0, "check"));
        return plan;
    }

    /** {@return the plan as it was written, or the name of the trace} */
    public String text() {
        return text;
    }

    /** {@return whether the plan states its own loads, so that there is only one load to run} */
    public boolean saysLoad() {
        return Arrivals.saysLoad(text);
    }

    /**
     * Opens the plan for one load.
     *
     * @param fullLoadPerNs
     *            requests per nanosecond at load 1
     * @param load
     *            the mean load asked for; not used if {@link #saysLoad}
     * @param chance
     *            the source of random times
     * @return the arrivals, from the first one on
     */
    public Arrivals open(double fullLoadPerNs, double load, Chance chance) {
        return traceNs == null
                ? Arrivals.parse(text, fullLoadPerNs, load, chance)
                : new Arrivals.Trace(traceNs, fullLoadPerNs * load);
    }
}
