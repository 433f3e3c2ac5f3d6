package io.creel.net;

/**
 * What every driver's receive queue shares: the order of delivery, the counters, where a packet goes out by default.
 *
 * <p>
 * A driver implements {@link #receive} and {@link #await}. Thread rules are those of {@link RxQueue}.
 */
public abstract class DriverRxQueue implements RxQueue {
    private static final int CONSUMER_BATCH = 64;

    private final Nic nic;
    private final int index;
    /** Received for a consumer, not handed over yet: not empty between polls only after a consumer threw. */
    private final PacketBatch pending = new PacketBatch(CONSUMER_BATCH);
    private int pendingHead;

    protected DriverRxQueue(Nic nic, int index) {
        this.nic = nic;
        this.index = index;
    }

    /** Appends at most {@code max} packets, which fit, to {@code batch}; the caller of poll will own them. */
    protected abstract int receive(PacketBatch batch, int max);

    /** Blocks until {@link #receive} may find something: as {@link RxQueue#awaitReadable}, within its longest time. */
    protected abstract boolean await(long timeoutNs);

    @Override
    public final int poll(PacketBatch batch, int max) {
        int room = Math.min(max, batch.capacity() - batch.size());
        int count = 0;
        while (count < room && pendingHead < pending.size()) {
            batch.add(nextPending());
            count++;
        }
        return count < room ? count + fetch(batch, room - count) : count;
    }

    @Override
    public final int poll(int max, PacketConsumer consumer) {
        int count = 0;
        while (count < max) {
            if (pendingHead == pending.size() && fetch(pending, Math.min(max - count, CONSUMER_BATCH)) == 0) {
                break;
            }
            count++;
            hand(nextPending(), consumer);
        }
        return count;
    }

    private void hand(Packet packet, PacketConsumer consumer) {
        long lease = packet.lease();
        boolean taken = false;
        try {
            taken = consumer.accept(packet);
        } finally {
            if (!taken && packet.release(lease)) {
                nic.statistics().add(NicCounter.RX_REFUSED, 1);
            }
        }
    }

    @Override
    public final boolean awaitReadable(long timeoutNs) {
        return pendingHead < pending.size() || await(Math.min(timeoutNs, MAX_AWAIT_NS));
    }

    private Packet nextPending() {
        Packet packet = pending.get(pendingHead++);
        if (pendingHead == pending.size()) {
            pending.clear();
            pendingHead = 0;
        }
        return packet;
    }

    private int fetch(PacketBatch batch, int max) {
        if (max <= 0) {
            return 0;
        }
        int before = batch.size();
        int count = receive(batch, max);
        if (count == 0) {
            return 0;
        }
        long bytes = 0;
        TxQueue out = nic.tx(index);
        for (int i = before; i < batch.size(); i++) {
            Packet packet = batch.get(i);
            packet.received(index, out);
            bytes += packet.lengthBytes();
        }
        NicStatistics statistics = nic.statistics();
        statistics.add(NicCounter.RX_PACKETS, count);
        statistics.add(NicCounter.RX_BYTES, bytes);
        return count;
    }

    /** Releases what was received but never handed over; for the driver's close. */
    protected final void releasePending() {
        while (pendingHead < pending.size()) {
            nextPending().release();
            nic.statistics().add(NicCounter.RX_UNREAD_AT_CLOSE, 1);
        }
    }

    @Override
    public final Nic nic() {
        return nic;
    }

    @Override
    public final String toString() {
        return nic.name() + "/rx" + index;
    }
}
