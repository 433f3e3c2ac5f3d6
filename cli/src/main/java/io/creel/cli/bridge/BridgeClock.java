package io.creel.cli.bridge;

import java.util.function.LongSupplier;

/** The clock of the host under test. It stands still unless a call moves it. */
final class BridgeClock implements LongSupplier {
    /** Not 0, which some tools take for an unknown time. */
    static final long START_NS = 1_000_000_000L;

    private long nowNs = START_NS;

    @Override
    public long getAsLong() {
        return nowNs;
    }

    long nowUs() {
        return nowNs / 1_000;
    }

    /** Moves forward; never back. */
    void advanceTo(long ns) {
        nowNs = Math.max(nowNs, ns);
    }
}
