package io.creel.ip.icmp;

/**
 * A token bucket: so many at once, and then one per interval (RFC 1812, section 4.3.2.8; RFC 4443, section 2.4 (f)).
 * One thread.
 */
public final class RateLimit {
    private final int burst;
    private final long intervalNs;
    /** When the bucket is full again; each token that is taken moves it by one interval. */
    private long fullNs;
    private boolean used;

    /**
     * Makes a full bucket.
     *
     * @param burst at once, at least 1
     * @param intervalNs between two in the long run
     */
    public RateLimit(int burst, long intervalNs) {
        if (burst < 1 || intervalNs < 0) {
            throw new IllegalArgumentException(
                    "impossible rate limit: burst=" + burst + ", intervalNs=" + intervalNs);
        }
        this.burst = burst;
        this.intervalNs = intervalNs;
    }

    /**
     * Takes a token if there is one.
     *
     * @param nowNs the present time in nanoseconds, on the clock of the host
     * @return false if there is none
     */
    public boolean take(long nowNs) {
        long baseNs = used && fullNs - nowNs > 0 ? fullNs : nowNs;
        if (baseNs - nowNs > (burst - 1) * intervalNs) {
            return false;
        }
        used = true;
        fullNs = baseNs + intervalNs;
        return true;
    }
}
