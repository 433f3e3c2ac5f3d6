package io.creel.sim;

import io.creel.sim.explore.Program;
import java.util.Arrays;

/**
 * Small programs over the production placement, for {@link io.creel.sim.explore.Explorer}: a few requests arrive
 * and run on a few cores in any order of events, and after each the invariants are checked.
 */
public final class Explorations {
    /** At most so many cores in a small program. */
    public static final int MAX_CORES = 16;
    /** At most so many requests in a small program. */
    public static final int MAX_REQUESTS = 64;

    /** At most so many slices of one request in a small program. */
    public static final int MAX_SLICES = 1_000;

    /** At most so many times the timer goes off in a small program. */
    public static final int MAX_TIMERS = 64;

    private Explorations() {
    }

    /**
     * Makes a program.
     *
     * @param policy
     *            what is explored
     * @param cores
     *            from 1 to {@link #MAX_CORES}
     * @param slices
     *            how many slices each request runs, from 1 to {@link #MAX_SLICES}; at most {@link #MAX_REQUESTS} of them
     * @param maxBatch
     *            how many handles a core takes at most, at least 1
     * @param mostPassed
     *            a request is starved that more than so many have passed which began to wait later
     * @param next
     *            what takes the place of the policy at some time, {@code null} for nothing
     * @param timers
     *            so often may the timer of the policies go off, from 0 to {@link #MAX_TIMERS}. While nothing else happens, the
     *            number of active cores must not turn from up to down, or back, more than once
     */
    public static Program program(SimulatedPolicy policy, int cores, int[] slices, int maxBatch, int mostPassed,
            SimulatedPolicy next, int timers) {
        boolean outOfRange = false;
        for (int each : slices) {
            outOfRange |= each < 1 || each > MAX_SLICES;
        }
        if (cores < 1 || cores > MAX_CORES || slices.length < 1 || slices.length > MAX_REQUESTS || outOfRange
                || maxBatch < 1 || mostPassed < 0 || timers < 0 || timers > MAX_TIMERS) {
            throw new IllegalArgumentException("program out of range: cores=" + cores + ", requests=" + slices.length
                    + ", slices=" + Arrays.toString(Arrays.copyOf(slices, Math.min(slices.length, MAX_REQUESTS)))
                    + ", maxBatch=" + maxBatch + ", mostPassed=" + mostPassed + ", timers=" + timers + ", known=1 to "
                    + MAX_CORES
                    + " cores, 1 to " + MAX_REQUESTS + " requests of 1 to " + MAX_SLICES + " slices, 0 to " + MAX_TIMERS
                    + " timers");
        }
        StepProgram program = new StepProgram(policy, cores, slices, maxBatch, mostPassed).withTimers(timers, 1);
        return next == null ? program : program.swappingTo(next);
    }
}
