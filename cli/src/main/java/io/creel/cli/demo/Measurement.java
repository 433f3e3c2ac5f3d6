package io.creel.cli.demo;

import io.creel.sim.stats.Distribution;

/**
 * The latencies of a policy over its passes. A pass in which the sender or a worker lost its core is void, whatever its
 * latencies were. Latencies of void passes count only if no pass was valid; the report then says so.
 */
final class Measurement {
    /** A pass is void if fewer packets were sent on time. */
    static final double MIN_ADHERENCE = 0.95;
    /** A pass is void if a worker had its core for less of the time. */
    static final double MIN_CORE_SHARE = 0.98;

    private final Distribution good = new Distribution();
    private final Distribution disturbed = new Distribution();
    private long sent;
    private long late;
    private double coreShares;
    private int passes;
    private int voidPasses;

    /**
     * Adds a pass.
     *
     * @param coreShare
     *            the share of the time in which the workers had their cores, see {@link CoreShares}
     */
    void add(Wire.Pass pass, double coreShare) {
        passes++;
        sent += pass.sent();
        late += pass.late();
        coreShares += coreShare;
        if (pass.adherence() < MIN_ADHERENCE || coreShare < MIN_CORE_SHARE) {
            voidPasses++;
            disturbed.add(pass.latencies());
        } else {
            good.add(pass.latencies());
        }
    }

    /** Adds the measurement of another trial. */
    void add(Measurement other) {
        good.add(other.good);
        disturbed.add(other.disturbed);
        sent += other.sent;
        late += other.late;
        coreShares += other.coreShares;
        passes += other.passes;
        voidPasses += other.voidPasses;
    }

    /** Counts packets that were dropped for lack of room as infinitely late. */
    void dropped(long count) {
        if (count > 0) {
            good.record(Latencies.MAX_NS, count);
        }
    }

    Distribution latencies() {
        return isValid() ? good : disturbed;
    }

    boolean isValid() {
        return voidPasses < passes;
    }

    double percentileUs(double percentile) {
        return Latencies.percentileUs(latencies(), percentile);
    }

    int passes() {
        return passes;
    }

    int voidPasses() {
        return voidPasses;
    }

    long late() {
        return late;
    }

    /** Returns the share of packets that were sent on time. */
    double adherence() {
        return 1 - (double) late / sent;
    }

    /** Returns the share of the time in which workers had their cores. */
    double coreShare() {
        return coreShares / passes;
    }
}
