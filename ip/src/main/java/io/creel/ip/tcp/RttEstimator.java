package io.creel.ip.tcp;

/**
 * Round-trip time and retransmission time-out of RFC 6298. Times are nanoseconds, so the clock granularity G never
 * dominates. One thread at a time.
 */
final class RttEstimator {
    /** RFC 6298, (2.1). */
    private static final long INITIAL_RTO_NS = 1_000_000_000L;
    /** RFC 6298, (5.7): after a SYN had to be sent again. */
    private static final long RTO_AFTER_SYN_LOSS_NS = 3_000_000_000L;
    private static final long GRANULARITY_NS = 1_000;

    private final long minNs;
    private final long maxNs;
    private long smoothedNs;
    private long variationNs;
    private long shortestNs;
    private long rtoNs;
    private int backoffs;

    RttEstimator(long minNs, long maxNs) {
        this.minNs = minNs;
        this.maxNs = maxNs;
        reset();
    }

    void reset() {
        smoothedNs = 0;
        variationNs = 0;
        shortestNs = Long.MAX_VALUE;
        rtoNs = INITIAL_RTO_NS;
        backoffs = 0;
    }

    boolean hasSample() {
        return smoothedNs > 0;
    }

    /** (2.2), (2.3): one sample; it also ends the back-off. */
    void sample(long rttNs) {
        long rtt = Math.max(1, rttNs);
        if (smoothedNs == 0) {
            smoothedNs = rtt;
            variationNs = rtt / 2;
        } else {
            variationNs += (Math.abs(smoothedNs - rtt) - variationNs) / 4;
            smoothedNs = Math.max(1, smoothedNs + (rtt - smoothedNs) / 8);
        }
        backoffs = 0;
        rtoNs = bounded(smoothedNs + Math.max(GRANULARITY_NS, 4 * variationNs));
    }

    /** Notes a round trip for the minimum alone. */
    void observe(long rttNs) {
        shortestNs = Math.min(shortestNs, Math.max(1, rttNs));
    }

    /** The first round trip was that of a SYN that was sent again: no sample (Karn), and a larger start. */
    void synWasRepeated() {
        if (smoothedNs == 0) {
            rtoNs = RTO_AFTER_SYN_LOSS_NS;
        }
        backoffs = 0;
    }

    /** (5.5): doubles the time-out, up to its bound. */
    void backOff() {
        if (rtoNs << backoffs < maxNs && backoffs < 20) {
            backoffs++;
        }
    }

    /**
     * New data were acknowledged without a sample: the back-off shrinks by one step. RFC 6298 keeps all of it until a
     * sample comes, which without timestamps and under heavy loss may be never, because every segment is sent twice.
     */
    void progress() {
        backoffs = Math.max(0, backoffs - 1);
    }

    private long bounded(long ns) {
        return Math.min(maxNs, Math.max(minNs, ns));
    }

    /** The time-out with its back-off. */
    long rtoNs() {
        return Math.min(maxNs, rtoNs << backoffs);
    }

    int backoffs() {
        return backoffs;
    }

    long smoothedNs() {
        return smoothedNs;
    }

    long variationNs() {
        return variationNs;
    }

    /** The shortest round trip of this connection; {@code Long.MAX_VALUE} before the first. */
    long shortestNs() {
        return shortestNs;
    }
}
