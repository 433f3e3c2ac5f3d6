package io.creel.cli.sim;

/**
 * The mean of one number over runs with different seeds, and its uncertainty.
 *
 * @param mean
 *            the mean of all runs; infinite or NaN if that of one run is
 * @param halfWidth
 *            half of the 95 % interval by Student's t; NaN for a single run
 */
record SeedSpread(double mean, double halfWidth) {
    /**
     * The 97.5th percentile of Student's t by degrees of freedom, from 1; beyond the last, the normal distribution is
     * close enough.
     */
    private static final double[] T = {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201,
            2.179,
            2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052,
            2.048,
            2.045, 2.042};
    private static final double NORMAL = 1.96;

    static SeedSpread of(double... values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        if (values.length < 2 || !Double.isFinite(mean)) {
            return new SeedSpread(mean, Double.NaN);
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        int freedom = values.length - 1;
        double t = freedom <= T.length ? T[freedom - 1] : NORMAL * (1 + 1.2 / freedom);
        return new SeedSpread(mean, t * Math.sqrt(squares / freedom / values.length));
    }
}
