package io.creel.cli.sim;

import java.util.List;

/**
 * A measured number beside the expected one.
 *
 * @param what
 *            the policy and the load
 * @param unit
 *            the unit of both numbers; empty for a load or a share
 * @param kind
 *            how the measured number must relate to the expected one
 * @param expected
 *            the published number; NaN if there is none
 * @param measured
 *            the measured number; the mean if several seeds were run
 * @param halfWidth
 *            half of the 95 % interval of that mean; NaN for one seed
 * @param slack
 *            the allowed difference: 15 %, and for a highest load at least one step of the scan
 * @param remark
 *            the known reason of a larger difference; empty otherwise
 */
record ExperimentRow(String what, String unit, Kind kind, double expected, double measured, double halfWidth,
        double slack,
        String remark) {
    static final double TOLERANCE = 0.15;

    /** How a measured number must relate to the expected one. */
    enum Kind {
        NEAR, AT_MOST, AT_LEAST
    }

    static ExperimentRow of(String what, String unit, double expected, double measured) {
        return new ExperimentRow(what, unit, Kind.NEAR, expected, measured, Double.NaN, TOLERANCE * expected, "");
    }

    /** Makes a row whose number must not be above a bound. */
    static ExperimentRow atMost(String what, String unit, double bound, double measured) {
        return new ExperimentRow(what + ", at most", unit, Kind.AT_MOST, bound, measured, Double.NaN, 0, "");
    }

    /** Makes a row whose number must not be below a bound. */
    static ExperimentRow atLeast(String what, String unit, double bound, double measured) {
        return new ExperimentRow(what + ", at least", unit, Kind.AT_LEAST, bound, measured, Double.NaN, 0, "");
    }

    static ExperimentRow highestLoad(String what, double expected, double measured, double step) {
        return new ExperimentRow(what, "", Kind.NEAR, expected, measured, Double.NaN,
                Math.max(TOLERANCE * expected, step), "");
    }

    /** Combines the rows of runs with different seeds. The remark is that of the first run that has one. */
    static ExperimentRow over(List<ExperimentRow> seeds) {
        ExperimentRow first = seeds.getFirst();
        SeedSpread spread = SeedSpread.of(seeds.stream().mapToDouble(ExperimentRow::measured).toArray());
        SeedSpread wanted = SeedSpread.of(seeds.stream().mapToDouble(ExperimentRow::expected).toArray()); // a bound may itself be measured
        ExperimentRow all = new ExperimentRow(first.what, first.unit, first.kind, wanted.mean(), spread.mean(),
                spread.halfWidth(), first.slack, "");
        return all.isWithin()
                ? all
                : all.because(seeds.stream().map(ExperimentRow::remark).filter(remark -> !remark.isEmpty()).findFirst()
                        .orElse(""));
    }

    ExperimentRow because(String why) {
        return new ExperimentRow(what, unit, kind, expected, measured, halfWidth, slack, why);
    }

    boolean isWithin() {
        return switch (kind) {
            case NEAR -> Double.isNaN(expected) || Math.abs(measured - expected) <= slack * (1 + 1e-9);
            case AT_MOST -> measured <= expected;
            case AT_LEAST -> measured >= expected;
        };
    }
}
