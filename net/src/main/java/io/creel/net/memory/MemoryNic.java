package io.creel.net.memory;

import io.creel.net.NicCapabilities;
import io.creel.net.PacketPool;
import io.creel.net.driver.DriverNic;
import io.creel.net.driver.DriverPackets;
import io.creel.net.driver.DriverTxQueue;
import io.creel.net.driver.MemoryRxQueue;
import io.creel.net.internal.Faults;

/**
 * One end of a link that is nothing but memory: what one end transmits the other polls, the very same packet, not a
 * copy.
 *
 * <p>
 * Transmit queue <i>n</i> of one end feeds receive queue <i>n</i> of the other through a bounded ring. A full ring
 * refuses, and the sender counts it. Any thread may transmit, one thread at a time polls each queue. Order is kept per
 * sending thread and queue. Timestamps stay as the sender set them. The peer of a closed end is refused.
 */
public final class MemoryNic extends DriverNic {
    /** Of each ring of {@link #pair()}, in packets. */
    public static final int DEFAULT_RING_CAPACITY = 1024;

    private static final int BUFFER_BYTES = 2048;
    private static final int HEADROOM_BYTES = 256;
    private static final NicCapabilities CAPABILITIES = new NicCapabilities(1500, true, true, false, "memory");

    /** Of both ends. */
    private final DriverPackets inFlight;
    private final MemoryRxQueue[] rx;
    private final DriverTxQueue[] tx;
    private MemoryNic peer;
    private volatile boolean closed;

    private MemoryNic(String name, DriverPackets inFlight, int queues, int ringCapacity) {
        // Enough to fill every ring while each queue's owner holds as much again.
        super(name, 0, new PacketPool(name, 2 * queues * ringCapacity, BUFFER_BYTES, HEADROOM_BYTES));
        this.inFlight = inFlight;
        rx = new MemoryRxQueue[queues];
        tx = new DriverTxQueue[queues];
        for (int i = 0; i < queues; i++) {
            rx[i] = new MemoryRxQueue(this, i, inFlight, ringCapacity);
        }
    }

    /** Two ends with one queue pair each and rings of {@link #DEFAULT_RING_CAPACITY}; the other is {@link #peer()}. */
    public static MemoryNic pair() {
        return pair(1, DEFAULT_RING_CAPACITY);
    }

    /**
     * Two ends; the other is {@link #peer()}.
     *
     * @param queues
     *            queue pairs of each end, 1 to 64
     * @param ringCapacity
     *            packets each ring holds: a power of two, 4 to 65536
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

    /** The other end. */
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
