package io.creel.net.memory;

import io.creel.net.NicCapabilities;
import io.creel.net.PacketPool;
import io.creel.net.driver.DriverNic;
import io.creel.net.driver.DriverPackets;
import io.creel.net.driver.DriverTxQueue;
import io.creel.net.driver.MemoryRxQueue;
import io.creel.net.internal.Faults;

/**
 * One end of a link in memory. A poll at one end delivers the packets that the other end transmitted: the same objects,
 * not copies.
 *
 * <p>
 * Transmit queue <i>n</i> of one end feeds receive queue <i>n</i> of the other through a bounded ring. A full ring
 * refuses, and the sender counts that. Threads: any may transmit; one at a time polls each queue. The order of packets
 * is kept per sending thread and queue. Timestamps stay as the sender set them. Transmits to a closed end are refused.
 */
public final class MemoryNic extends DriverNic {
    /** The capacity of each ring of {@link #pair()}, in packets. */
    public static final int DEFAULT_RING_CAPACITY = 1024;

    private static final int BUFFER_BYTES = 2048;
    private static final int HEADROOM_BYTES = 256;
    private static final NicCapabilities CAPABILITIES = new NicCapabilities(1500, true, true, false, "memory");

    /** The packets in flight at both ends. */
    private final DriverPackets inFlight;
    private final MemoryRxQueue[] rx;
    private final DriverTxQueue[] tx;
    @SuppressWarnings("NullAway.Init") // joined before anyone sees it
    private MemoryNic peer;
    private volatile boolean closed;

    private MemoryNic(String name, DriverPackets inFlight, int queues, int ringCapacity) {
        // Enough to fill every ring while the owner of each queue holds as many packets again.
        super(name, 0, new PacketPool(name, 2 * queues * ringCapacity, BUFFER_BYTES, HEADROOM_BYTES));
        this.inFlight = inFlight;
        rx = new MemoryRxQueue[queues];
        tx = new DriverTxQueue[queues];
        for (int i = 0; i < queues; i++) {
            rx[i] = new MemoryRxQueue(this, i, inFlight, ringCapacity);
        }
    }

    /**
     * Makes two ends with one queue pair each and rings of {@link #DEFAULT_RING_CAPACITY}.
     *
     * @return one end; the other is its {@link #peer()}
     */
    public static MemoryNic pair() {
        return pair(1, DEFAULT_RING_CAPACITY);
    }

    /**
     * Makes two ends.
     *
     * @param queues the queue pairs of each end, 1 to 64
     * @param ringCapacity how many packets each ring holds: a power of two, 4 to 65536
     * @return one end; the other is its {@link #peer()}
     */
    public static MemoryNic pair(int queues, int ringCapacity) {
        if (queues < 1 || queues > 64 || ringCapacity < 4 || ringCapacity > 65_536
                || Integer.bitCount(ringCapacity) != 1) {
            throw new IllegalArgumentException(
                    "impossible memory link: queues=" + queues + ", ringCapacity=" + ringCapacity);
        }
        var inFlight = new DriverPackets("memory");
        var one = new MemoryNic("memory:0", inFlight, queues, ringCapacity);
        var other = new MemoryNic("memory:1", inFlight, queues, ringCapacity);
        one.join(other);
        other.join(one);
        return one;
    }

    private void join(MemoryNic other) {
        peer = other;
        for (int i = 0; i < tx.length; i++) {
            tx[i] = DriverTxQueue.direct(this, i, inFlight, other.rx[i].entry());
        }
        opened(CAPABILITIES, rx, tx);
    }

    /** {@return the other end} */
    public MemoryNic peer() {
        return peer;
    }

    @Override
    public boolean isFinished() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        Throwable fault = null;
        for (int i = 0; i < rx.length; i++) {
            try {
                Faults.all(tx[i]::close, rx[i]::shut);
            } catch (Throwable next) {
                fault = Faults.join(fault, next);
            }
        }
        pool().close();
        Faults.rethrow(fault);
    }
}
