package io.creel.cli.report;

/**
 * A logarithmic scale in microseconds.
 *
 * @param fromUs
 *            the beginning, a power of ten
 * @param decades
 *            the number of decades, at least 1
 */
public record LogScale(double fromUs, int decades) {
    /** Returns the scale of whole decades that holds both values. */
    public static LogScale covering(double leastUs, double mostUs) {
        int first = (int) Math.floor(Math.log10(Math.max(leastUs, 0.001)));
        int end = (int) Math.ceil(Math.log10(Math.max(mostUs, 0.001)) - 1e-9);
        return new LogScale(Math.pow(10, first), Math.max(1, end - first));
    }

    /** Returns the position of a value, from 0 to 1. */
    public double position(double us) {
        return Math.clamp(Math.log10(us / fromUs) / decades, 0, 1);
    }

    /** Returns the beginning of a decade; for {@code index = decades} the end of the last. */
    public double tickUs(int index) {
        return fromUs * Math.pow(10, index);
    }
}
