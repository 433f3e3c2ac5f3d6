package io.creel.net;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The counters of a NIC, all queues together, from its opening on; they stay readable after its close.
 *
 * <p>
 * Any thread may count and read, without waiting. Reads of several counters are not one snapshot.
 */
public final class NicStatistics {
    private static final NicCounter[] COUNTERS = NicCounter.values();
    /** One counter per cache line: receive and transmit side may be two threads. */
    private static final int STRIDE = 8;

    private final AtomicLongArray values = new AtomicLongArray((COUNTERS.length + 1) * STRIDE);

    /** Starts at zero. */
    public NicStatistics() {
    }

    /** For drivers. */
    public void add(NicCounter counter, long amount) {
        values.getAndAdd(slot(counter), amount);
    }

    public long get(NicCounter counter) {
        return values.get(slot(counter));
    }

    /** Everything that is gone, over all reasons. */
    public long lost() {
        long lost = 0;
        for (NicCounter counter : COUNTERS) {
            if (counter.isLoss()) {
                lost += get(counter);
            }
        }
        return lost;
    }

    private static int slot(NicCounter counter) {
        return (counter.ordinal() + 1) * STRIDE;
    }

    /** The counters that are not zero: {@code RX_PACKETS=10, RX_BYTES=640}. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (NicCounter counter : COUNTERS) {
            long value = get(counter);
            if (value != 0) {
                text.append(text.isEmpty() ? "" : ", ").append(counter).append('=').append(value);
            }
        }
        return text.toString();
    }
}
