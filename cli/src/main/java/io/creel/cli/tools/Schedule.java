package io.creel.cli.tools;

import java.util.SplittableRandom;

/** The intended send times of an open loop, independent of how fast the receiver is. One thread. */
final class Schedule {
    /** The distribution of the gaps. */
    enum Spacing {
        /** Independent of each other (a Poisson process), as of many users. */
        POISSON,
        /** All gaps are equal. */
        FIXED
    }

    private final double meanGapNs;
    private final SplittableRandom random;
    private double sinceStartNs;

    /**
     * @param seed
     *            the seed of the gaps; the same seed gives the same times
     */
    Schedule(Spacing arrivals, double framesPerSecond, long seed) {
        meanGapNs = 1e9 / framesPerSecond;
        random = arrivals == Spacing.POISSON ? new SplittableRandom(seed) : null;
    }

    /** Returns when the next frame is due, in nanoseconds from the start. */
    long nextNs() {
        sinceStartNs += random == null ? meanGapNs : -meanGapNs * Math.log1p(-random.nextDouble());
        return (long) sinceStartNs;
    }
}
