package io.creel.cli.tools;

import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.TxQueue;

/**
 * Packets on their way out of one transmit queue, in order. What the queue refuses stays for the next flush, and whoever
 * fills the box takes no more than there is room for: so a slow link slows its source, and nothing is lost here.
 */
final class Outbox {
    static final int CAPACITY = 64;

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

    /** Takes a packet over, for which there is room. */
    void add(Packet packet) {
        if (!batch.add(packet)) {
            throw new IllegalStateException("outbox overflows: queue=" + tx + ", packet=" + packet);
        }
    }

    /** Sends what can be sent now; a closed or removed NIC takes nothing for ever, so it all ends there. */
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

    /** Ends what is left: how many. */
    int discard() {
        int left = batch.size();
        batch.releaseAll();
        return left;
    }

    /** How many the queue has taken; read after the end of the worker. */
    long sent() {
        return sent;
    }
}
