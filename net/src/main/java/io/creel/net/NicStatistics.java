package io.creel.net;

import io.creel.core.StackRoom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;

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

    private final Consumer<NicStatistics> kernel;
    /** Whoever is asking the kernel; one at a time, and nobody after the close. */
    private final AtomicBoolean asking = new AtomicBoolean();

    /** Starts at zero; nobody but the driver counts. */
    public NicStatistics() {
        this(_ -> {
        });
    }

    /**
     * @param kernel
     *            fetches what the kernel has counted; called before counters are read, by one thread at a time, until
     *            {@link #freeze()}
     */
    public NicStatistics(Consumer<NicStatistics> kernel) {
        this.kernel = kernel;
    }

    /** Asks the kernel for the last time: for the driver's close, before it gives the descriptor back. */
    public void freeze() {
        StackRoom.require();
        while (!asking.compareAndSet(false, true)) {
            Thread.onSpinWait();
        }
        kernel.accept(this);
    }

    /** Fetches the kernel's counters unless another thread is about to. */
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

    /** For drivers. */
    public void add(NicCounter counter, long amount) {
        values.getAndAdd(slot(counter), amount);
    }

    /** For drivers: what the kernel says, from the opening on. */
    public void set(NicCounter counter, long value) {
        values.set(slot(counter), value);
    }

    public long get(NicCounter counter) {
        refresh();
        return values.get(slot(counter));
    }

    /** Everything that is gone, over all reasons. */
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

    /** The counters that are not zero: {@code RX_PACKETS=10, RX_BYTES=640}. */
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
