package io.creel.ip.tcp;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The counters of one {@link TcpHost}. Any thread may read, racily.
 *
 * <p>
 * With one worker that worker writes them. With several, each connection counts into a part of its own, which the
 * holder of its lock writes, so no counter of a connection is contended; what belongs to no connection is counted
 * atomically. {@link #get} adds the parts up, in O(connections that were ever in use at once).
 */
public final class TcpStatistics {
    private static final int COUNTERS = TcpCounter.values().length;

    private final long[] values = new long[COUNTERS];
    /** What belongs to no connection; null with one worker. Set before the first segment. */
    private @Nullable AtomicLongArray atomic;
    private @Nullable Queue<TcpStatistics> parts;

    /** All are 0. */
    public TcpStatistics() {
        // nothing is counted yet
    }

    /** Prepares for several workers. Before the first segment; twice does nothing. */
    void share() {
        if (atomic == null) {
            atomic = new AtomicLongArray(COUNTERS);
            parts = new ConcurrentLinkedQueue<>();
        }
    }

    /** The counters of another connection: a part of these, or with one worker these. */
    @SuppressWarnings("NullAway") // only the whole has parts
    TcpStatistics part() {
        if (atomic == null) {
            return this;
        }
        TcpStatistics part = new TcpStatistics();
        parts.add(part);
        return part;
    }

    void add(TcpCounter counter, long amount) {
        if (atomic == null) {
            values[counter.ordinal()] += amount;
        } else {
            atomic.getAndAdd(counter.ordinal(), amount);
        }
    }

    void count(TcpCounter counter) {
        add(counter, 1);
    }

    /**
     * Reads one counter.
     *
     * @param counter the counter to read
     * @return the present count, of all connections together
     */
    @SuppressWarnings("NullAway") // only the whole has parts
    public long get(TcpCounter counter) {
        if (atomic == null) {
            return values[counter.ordinal()];
        }
        long sum = atomic.get(counter.ordinal());
        for (TcpStatistics part : parts) {
            sum += part.get(counter);
        }
        return sum;
    }
}
