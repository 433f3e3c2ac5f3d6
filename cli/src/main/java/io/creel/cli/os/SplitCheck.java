package io.creel.cli.os;

import org.jspecify.annotations.Nullable;

/**
 * One comparison of the self-test: a known disturbance, and what an instrument made of it.
 *
 * @param disturbance
 *            what was done to the worker
 * @param source
 *            the instrument
 * @param foundAs
 *            under which name it was found
 * @param expectedMs
 *            how long the disturbance was by its own account, in milliseconds
 * @param foundMs
 *            how long it was by the instrument
 * @param refusal
 *            why the comparison could not be made, as a clause; {@code null} if it was made
 */
public record SplitCheck(String disturbance, String source, String foundAs, double expectedMs, double foundMs,
        @Nullable String refusal) {
    /** The largest error at which a disturbance counts as found. */
    public static final double MAX_ERROR = 0.05;

    static SplitCheck refused(String disturbance, String source, String refusal) {
        return new SplitCheck(disturbance, source, "", 0, 0, refusal);
    }

    /** {@return the found time less the expected one, divided by the expected one} */
    public double error() {
        return (foundMs - expectedMs) / expectedMs;
    }

    /** {@return whether the comparison was made and the error is small enough} */
    public boolean isFound() {
        return refusal == null && Math.abs(error()) <= MAX_ERROR;
    }
}
