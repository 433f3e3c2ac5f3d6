package io.creel.examples.sim;

/**
 * One number beside what is expected.
 *
 * @param what
 *            which policy and load
 * @param unit
 *            of both numbers; empty for a load or a share
 * @param expected
 *            what the table of experiments says; NaN where it says nothing
 * @param measured
 *            what came out
 * @param slack
 *            how far apart they may be: 15 %, and for a highest load at least one step of the scan
 * @param remark
 *            why they are further apart, where that is known; empty otherwise
 */
record ExperimentRow(String what, String unit, double expected, double measured, double slack, String remark) {
    static final double TOLERANCE = 0.15;

    static ExperimentRow of(String what, String unit, double expected, double measured) {
        return new ExperimentRow(what, unit, expected, measured, TOLERANCE * expected, "");
    }

    /** A number that must not be above a bound. */
    static ExperimentRow atMost(String what, String unit, double bound, double measured) {
        return new ExperimentRow(what + ", at most", unit, bound, measured, measured <= bound ? bound : 0, "");
    }

    /** A number that must not be below a bound. */
    static ExperimentRow atLeast(String what, String unit, double bound, double measured) {
        return new ExperimentRow(what + ", at least", unit, bound, measured,
                measured >= bound ? Double.POSITIVE_INFINITY : 0, "");
    }

    static ExperimentRow highestLoad(String what, double expected, double measured, double step) {
        return new ExperimentRow(what, "", expected, measured, Math.max(TOLERANCE * expected, step), "");
    }

    ExperimentRow because(String why) {
        return new ExperimentRow(what, unit, expected, measured, slack, why);
    }

    boolean isWithin() {
        return Double.isNaN(expected) || Math.abs(measured - expected) <= slack * (1 + 1e-9);
    }
}
