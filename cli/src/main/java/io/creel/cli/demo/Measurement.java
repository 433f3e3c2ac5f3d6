package io.creel.cli.demo;

import io.creel.sim.stats.Distribution;

/**
 * The latencies of a policy, over its passes. A pass in which the machine disturbed the sender or a worker is void, whatever
 * its latencies were. Those of void passes count only where no pass was good: better a doubtful number that says so than
 * none.
 */
final class Measurement {
    /** A pass with fewer packets sent on time is void. */
    static final double MIN_ADHERENCE = 0.95;
    /** A pass in which a worker had its core for less of the time is void. */
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
     *            how much of the time the workers had their cores, see {@link CoreShares}
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

    /** Adds what was measured in another trial. */
    void add(Measurement other) {
        good.add(other.good);
        disturbed.add(other.disturbed);
        sent += other.sent;
        late += other.late;
        coreShares += other.coreShares;
        passes += other.passes;
        voidPasses += other.voidPasses;
    }

    /** A packet that somebody had no room for has waited for ever. */
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

    /** The share of packets that were sent on time. */
    double adherence() {
        return 1 - (double) late / sent;
    }

    /** The share of the time that workers had their cores. */
    double coreShare() {
        return coreShares / passes;
    }
}
