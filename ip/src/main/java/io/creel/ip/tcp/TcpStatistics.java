package io.creel.ip.tcp;

/** The counters of one {@link TcpHost}. Written by the thread that uses the host; other threads may read racily. */
public final class TcpStatistics {
    private final long[] values = new long[TcpCounter.values().length];

    /** All are 0. */
    public TcpStatistics() {
        // nothing is counted yet
    }

    void add(TcpCounter counter, long amount) {
        values[counter.ordinal()] += amount;
    }

    void count(TcpCounter counter) {
        values[counter.ordinal()]++;
    }

    /**
     * Reads one counter.
     *
     * @param counter the counter to read
     * @return the present count
     */
    public long get(TcpCounter counter) {
        return values[counter.ordinal()];
    }
}
