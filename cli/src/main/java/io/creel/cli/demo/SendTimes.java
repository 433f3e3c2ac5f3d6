package io.creel.cli.demo;

import java.util.SplittableRandom;

/** Intended send times of an open loop: a Poisson process, independent of how fast the receiver is. */
final class SendTimes {
    private final double meanGapNs;
    private final SplittableRandom random;
    private double dueNs;

    SendTimes(int packetsPerSecond, long seed) {
        meanGapNs = 1e9 / packetsPerSecond;
        random = new SplittableRandom(seed);
    }

    /** Restarts the times at {@code startNs}. */
    void begin(long startNs) {
        dueNs = startNs;
    }

    /** Returns when the next packet is due. */
    long nextNs() {
        dueNs -= meanGapNs * Math.log1p(-random.nextDouble());
        return (long) dueNs;
    }
}
