package io.creel.ip.host;

import java.util.function.LongSupplier;

/** Virtual time. */
public final class TestClock implements LongSupplier {
    private long nowNs = 1_000_000_000_000L;

    @Override
    public long getAsLong() {
        return nowNs;
    }

    public void advance(long ns) {
        nowNs += ns;
    }
}
