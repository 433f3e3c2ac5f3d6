package io.creel.ip.icmp;

/**
 * A token bucket: so many at once, and then one per interval (RFC 1812, section 4.3.2.8; RFC 4443, section 2.4 (f)). One thread.
 */
public final class RateLimit {
    private final int burst;
    private final long intervalNs;
    private long full;

    /**
     * @param burst
     *            at once, at least 1
     * @param intervalNs
     *            between two in the long run
     */
    public RateLimit(int burst, long intervalNs) {
        if (burst < 1 || intervalNs < 0) {
            throw new IllegalArgumentException(
                    "impossible rate limit: burst=" + burst + ", intervalNs=" + intervalNs);
        }
        this.burst = burst;
        this.intervalNs = intervalNs;
    }

    /** Takes a token; false if there is none. */
    public boolean take(long nowNs) {
        // The time at which the bucket is full again; each token taken moves it by one interval.
        long base = full - nowNs > 0 ? full : nowNs;
        if (base - nowNs > (burst - 1) * intervalNs) {
            return false;
        }
        full = base + intervalNs;
        return true;
    }
}
