package io.creel.net;

import io.creel.core.StackRoom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;

/**
 * The counters of a NIC, all queues together, since its opening; they stay readable after its close.
 *
 * <p>
 * Threads: any may count and read, without waiting. The values of several counters are not one snapshot.
 */
public final class NicStatistics {
    private static final NicCounter[] COUNTERS = NicCounter.values();
    /**
     * The distance between counters, in longs: one cache line each, because the receive and the transmit side may be
     * two threads.
     */
    private static final int STRIDE = 8;

    private final AtomicLongArray values = new AtomicLongArray((COUNTERS.length + 1) * STRIDE);

    private final String name;
    private final Consumer<NicStatistics> kernel;
    /**
     * Whether a thread is asking the kernel; at most one does at a time, and none after the close. Written by that
     * thread.
     */
    private final AtomicBoolean asking = new AtomicBoolean();

    /** Makes counters that are all zero; only the driver counts. */
    public NicStatistics() {
        this("", _ -> {
        });
    }

    /**
     * Makes counters that are all zero; the kernel counts some of them.
     *
     * @param name the name of the NIC, for events
     * @param kernel fetches the counts of the kernel; called before counters are read, by one thread at a time, until
     *        {@link #freeze()}
     */
    public NicStatistics(String name, Consumer<NicStatistics> kernel) {
        this.name = name;
        this.kernel = kernel;
    }

    /** Asks the kernel for the last time. Called by the close of a driver, before it closes the descriptor. */
    public void freeze() {
        StackRoom.require();
        while (!asking.compareAndSet(false, true)) {
            Thread.onSpinWait();
        }
        kernel.accept(this);
    }

    /** Fetches the kernel's counters unless another thread is doing so. */
    private void refresh() {
        StackRoom.require();
        if (asking.compareAndSet(false, true)) {
            try {
                kernel.accept(this);
            } finally {
                asking.set(false);
            }
        }
    }

    /**
     * Adds to a counter. Called by drivers.
     *
     * @param counter the counter
     * @param amount how much to add
     */
    public void add(NicCounter counter, long amount) {
        values.getAndAdd(slot(counter), amount);
        if (counter.isLoss()) {
            DropEvent.record(name, counter, amount);
        }
    }

    /**
     * Sets a counter. Called by drivers whose kernel counts.
     *
     * @param counter the counter
     * @param value the kernel's count since the opening
     */
    public void set(NicCounter counter, long value) {
        values.set(slot(counter), value);
    }

    /**
     * Reads a counter.
     *
     * @param counter the counter
     * @return its value; {@code RX_BYTES} and {@code TX_BYTES} in bytes, the others in packets or events
     */
    public long get(NicCounter counter) {
        refresh();
        return values.get(slot(counter));
    }

    /** {@return the number of lost packets, over all reasons for which {@link NicCounter#isLoss()} holds} */
    public long lost() {
        refresh();
        long lost = 0;
        for (NicCounter counter : COUNTERS) {
            if (counter.isLoss()) {
                lost += values.get(slot(counter));
            }
        }
        return lost;
    }

    private static int slot(NicCounter counter) {
        return (counter.ordinal() + 1) * STRIDE;
    }

    /** {@return the counters that are not zero: {@code RX_PACKETS=10, RX_BYTES=640}} */
    @Override
    public String toString() {
        refresh();
        var text = new StringBuilder();
        for (NicCounter counter : COUNTERS) {
            long value = values.get(slot(counter));
            if (value != 0) {
                text.append(text.isEmpty() ? "" : ", ").append(counter).append('=').append(value);
            }
        }
        return text.toString();
    }
}
