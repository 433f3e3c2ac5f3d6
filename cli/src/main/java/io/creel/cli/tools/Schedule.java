package io.creel.cli.tools;

import java.util.SplittableRandom;

/** When an open loop intends to send: it does not ask whether anybody keeps up. One thread. */
final class Schedule {
    /** How the gaps are distributed. */
    enum Spacing {
        /** Independent of each other (a Poisson process), as of many users. */
        POISSON,
        /** All the same. */
        FIXED
    }

    private final double meanGapNs;
    private final SplittableRandom random;
    private double sinceStartNs;

    /**
     * @param seed
     *            of the gaps; the same one gives the same times
     */
    Schedule(Spacing arrivals, double framesPerSecond, long seed) {
        meanGapNs = 1e9 / framesPerSecond;
        random = arrivals == Spacing.POISSON ? new SplittableRandom(seed) : null;
    }

    /** When the next one is due, in nanoseconds from the start. */
    long nextNs() {
        sinceStartNs += random == null ? meanGapNs : -meanGapNs * Math.log1p(-random.nextDouble());
        return (long) sinceStartNs;
    }
}
