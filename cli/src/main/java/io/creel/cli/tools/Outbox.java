package io.creel.cli.tools;

import io.creel.core.spec.Owned;
import io.creel.core.spec.Transfers;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.TxQueue;

/**
 * Packets on their way into one transmit queue, in order. A packet that the queue refuses stays for the next flush. The
 * worker that fills the box takes no more packets than there is room for, so a slow link slows its source and nothing
 * is lost here.
 */
final class Outbox {
    static final int CAPACITY = 64;

    @Owned
    private final PacketBatch batch = new PacketBatch(CAPACITY);
    private final TxQueue tx;
    private final Tally dropped;
    private long sent;

    Outbox(TxQueue tx, Tally dropped) {
        this.tx = tx;
        this.dropped = dropped;
    }

    int room() {
        return CAPACITY - batch.size();
    }

    boolean isEmpty() {
        return batch.isEmpty();
    }

    /** Takes over a packet. There must be room. */
    void add(@Transfers Packet packet) {
        if (!batch.add(packet)) {
            throw new IllegalStateException("outbox overflows: queue=" + tx + ", packet=" + packet);
        }
    }

    /**
     * Sends packets until the queue refuses one. A closed or removed NIC never accepts packets again, so they all end
     * here.
     */
    int flush() {
        if (batch.isEmpty()) {
            return 0;
        }
        int taken = tx.transmit(batch);
        sent += taken;
        if (tx.nic().isFinished() && !batch.isEmpty() && tx.nic().fault() != null) {
            int left = discard();
            dropped.count("DEVICE_GONE", left);
            taken += left;
        }
        return taken;
    }

    /** Releases the remaining packets and returns their number. */
    int discard() {
        int left = batch.size();
        batch.releaseAll();
        return left;
    }

    /** Returns how many packets the queue has taken. Read it after the worker has ended. */
    long sent() {
        return sent;
    }
}
