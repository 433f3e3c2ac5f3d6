package io.creel.sim;

import io.creel.sim.explore.Program;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes small programs over the production placement, for {@link io.creel.sim.explore.Explorer}: a few requests arrive
 * and run on a few cores in any order of events, and after each event the invariants are checked.
 */
public final class Explorations {
    /** The most cores in a small program. */
    public static final int MAX_CORES = 16;
    /** The most requests in a small program. */
    public static final int MAX_REQUESTS = 64;

    /** The most slices of one request in a small program. */
    public static final int MAX_SLICES = 1_000;

    /** The most times the timer goes off in a small program. */
    public static final int MAX_TIMERS = 64;

    private Explorations() {
    }

    /**
     * Makes a program.
     *
     * @param policy
     *            the policies to explore
     * @param cores
     *            from 1 to {@link #MAX_CORES}
     * @param slices
     *            how many slices each request runs, from 1 to {@link #MAX_SLICES}; at most {@link #MAX_REQUESTS} of
     *            them
     * @param maxBatch
     *            how many handles a core takes at most, at least 1
     * @param mostPassed
     *            a request is starved if more than this many requests have passed it that began to wait later
     * @param next
     *            the policies that replace these at some time, {@code null} for none
     * @param timers
     *            how often the timer of the policies may go off, from 0 to {@link #MAX_TIMERS}. While only the timer
     *            goes off, the number of active cores must not turn from up to down, or back, more than once
     * @return the program
     */
    public static Program program(SimulatedPolicy policy, int cores, int[] slices, int maxBatch, int mostPassed,
            @Nullable SimulatedPolicy next, int timers) {
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
