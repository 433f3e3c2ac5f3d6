package io.creel.oracle;

import io.creel.sim.explore.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of an exploration.
 *
 * @param program
 *            the name of the program
 * @param runs
 *            how many schedules were run, without those that made a failure shorter
 * @param cutRuns
 *            how many of them were cut, because they made more than {@link SimulatedWorkers#MAX_STEPS} steps; they
 *            prove nothing
 * @param complete
 *            whether every schedule within the bound was run
 * @param failure
 *            the shortest failure found, or {@code null}
 * @param millis
 *            how long it took, in milliseconds
 */
public record OracleResult(String program, long runs, long cutRuns, boolean complete, @Nullable Failure failure,
        long millis) {

    /**
     * Throws if a run has failed, or if not every run was made.
     *
     * @return this
     * @throws AssertionError
     *             with the shortest failure, step by step
     */
    public OracleResult assertKept() {
        assertNotBroken();
        if (!complete) {
            throw new AssertionError("not every schedule was run, allow more runs or fewer interferences: " + this);
        }
        return this;
    }

    /**
     * Throws if a run has failed.
     *
     * @return this
     * @throws AssertionError
     *             with the shortest failure, step by step
     */
    public OracleResult assertNotBroken() {
        Failure found = failure;
        if (found != null) {
            throw new AssertionError(found.report() + this, found.cause());
        }
        return this;
    }

    /** {@return one line of statistics} */
    @Override
    public String toString() {
        return "program=" + program + ", schedules=" + runs + ", cut=" + cutRuns + ", complete=" + complete
                + ", broken=" + (failure != null) + ", ms=" + millis;
    }
}
