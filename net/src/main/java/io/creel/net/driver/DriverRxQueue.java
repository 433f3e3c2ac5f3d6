package io.creel.net.driver;

import io.creel.core.DutyCycle;
import io.creel.core.StackRoom;
import io.creel.core.ThreadBinding;
import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.NicStatistics;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketConsumer;
import io.creel.net.RxQueue;
import io.creel.net.TxQueue;
import io.creel.net.internal.Faults;
import io.creel.net.internal.PacketAccess;
import io.creel.net.internal.Turn;

/**
 * What every driver's receive queue shares: the order of delivery, the counters, where a packet goes out by default.
 *
 * <p>
 * A driver implements {@link #receive}, {@link #await} and {@link #end}. Thread rules are those of {@link RxQueue}: a second
 * caller beside the first is told so. {@link #close} may come from any thread at any time; the driver's methods never run at
 * once, and none runs after {@link #end}.
 */
public abstract class DriverRxQueue implements RxQueue {
    private static final PacketAccess PACKETS = PacketAccess.get();
    private static final int CONSUMER_BATCH = 64;

    private final ThreadBinding binding;
    private final Nic nic;
    private final int index;
    /** Received for a consumer, not handed over yet: not empty between polls only after a consumer threw. */
    private final PacketBatch pending = new PacketBatch(CONSUMER_BATCH);
    private int pendingHead;
    /** What the driver threw behind packets that it had received: thrown by the next poll. The poller's. */
    private Throwable fault;
    private final Turn turn = new Turn();
    /** Of the transmit queue of the pair if that can put packets off; set at the first poll. */
    private TxDeferral out;
    /** The worker's cycle that polls here; null if it is not a worker's. */
    private DutyCycle poller;
    private int changesSeen;
    /** The cycle of a poll by any other thread: as long as the poll hands over. */
    private DutyCycle own;

    @SuppressWarnings("this-escape") // a binding asks nothing before its first check
    protected DriverRxQueue(Nic nic, int index) {
        this.nic = nic;
        this.index = index;
        binding = new ThreadBinding(this, "receive queue", "a NIC with a queue pair for each thread");
    }

    /**
     * Appends at most {@code max} packets, which fit, to {@code batch}, each by {@link DriverPackets#append}; the caller of
     * poll will own them. If this throws, what it has appended is delivered first, and the next poll throws.
     */
    protected abstract int receive(PacketBatch batch, int max);

    /** Blocks until {@link #receive} may find something: as {@link RxQueue#awaitReadable}, within its longest time. */
    protected abstract boolean await(long timeoutNs);

    /**
     * Counts what is left and gives up the device: called once, by the close or by the call that ran beside it. No method of
     * the driver's runs afterwards.
     */
    protected abstract void end();

    @Override
    public final int poll(PacketBatch batch, int max) {
        binding.check("poll");
        StackRoom.requireTwice();
        if (!turn.enter(this)) {
            return 0;
        }
        try {
            notice();
            return take(batch, max);
        } finally {
            exit();
        }
    }

    private int take(PacketBatch batch, int max) {
        int room = Math.min(max, batch.capacity() - batch.size());
        int count = 0;
        while (count < room && pendingHead < pending.size()) {
            DriverPackets.add(nextPending(), batch);
            count++;
        }
        return count == 0 ? fetch(batch, room) : count + fetchBehind(batch, room - count);
    }

    /** {@link #fetch} behind packets that the caller has got: throws nothing that the next poll can throw. */
    private int fetchBehind(PacketBatch batch, int max) {
        try {
            return fetch(batch, max);
        } catch (Throwable now) {
            fault = now;
            return 0;
        }
    }

    @Override
    public final int poll(int max, PacketConsumer consumer) {
        binding.check("poll");
        StackRoom.requireTwice();
        if (!turn.enter(this)) {
            return 0;
        }
        try {
            notice();
            return poller == null && out != null ? handOverInOwnCycle(max, consumer) : handOver(max, consumer);
        } finally {
            exit();
        }
    }

    private int handOverInOwnCycle(int max, PacketConsumer consumer) {
        own.begin();
        try {
            return handOver(max, consumer);
        } finally {
            own.end();
        }
    }

    /** Sees in whose cycle this poll is, and flushes what the poller has put off before it. */
    private void notice() {
        DutyCycle known = poller;
        if (known == null ? own == null || changesSeen != DutyCycle.changes() : !known.isHere()) {
            look();
        }
        if (out != null) {
            out.flushDeferred();
        }
    }

    private void look() {
        if (own == null) {
            own = DutyCycle.ofCall();
            out = nic.tx(index) instanceof DriverTxQueue queue ? queue.deferral() : null;
        }
        changesSeen = DutyCycle.changes();
        poller = DutyCycle.here();
        if (out != null) {
            out.polledIn(poller == null ? own : poller);
        }
    }

    private int handOver(int max, PacketConsumer consumer) {
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
        long lease = PACKETS.lease(packet);
        boolean taken = false;
        try {
            taken = consumer.accept(packet);
        } finally {
            if (!taken) {
                PACKETS.release(packet, lease, NicCounter.RX_REFUSED);
            }
        }
    }

    @Override
    public final boolean awaitReadable(long timeoutNs) {
        binding.check("awaitReadable");
        StackRoom.requireTwice();
        if (!turn.enter(this)) {
            return false;
        }
        try {
            if (out != null) {
                out.flushDeferred();
            }
            return pendingHead < pending.size() || fault != null || await(Math.min(timeoutNs, MAX_AWAIT_NS));
        } finally {
            exit();
        }
    }

    private void exit() {
        if (turn.exit()) {
            finish();
        }
    }

    private void finish() {
        Faults.all(this::releasePending, this::end);
    }

    /** Delivers nothing any more, from the end of a call that runs beside this on. Any thread; twice does nothing. */
    public final void close() {
        StackRoom.requireTwice();
        if (turn.close()) {
            finish();
        }
    }

    /** Releases a packet that the driver owns and cannot deliver, and counts it. */
    protected final void undeliverable(Packet packet) {
        packet.release();
        nic.statistics().add(NicCounter.RX_UNDELIVERABLE, 1);
    }

    /** For a driver that does something else with the device between two polls; an entered turn needs {@link #leave}. */
    protected final boolean enter() {
        return turn.enter(this);
    }

    protected final void leave() {
        exit();
    }

    @Override
    public final void handOver() {
        binding.handOver();
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
        if (fault != null) {
            Throwable earlier = fault;
            fault = null;
            Faults.rethrow(earlier);
        }
        int before = batch.size();
        int count;
        try {
            count = receive(batch, max);
        } catch (Throwable now) {
            count = batch.size() - before;
            if (count == 0) {
                throw now;
            }
            fault = now;
        }
        if (count == 0) {
            return 0;
        }
        long bytes = 0;
        TxQueue out = nic.tx(index);
        for (int i = before; i < batch.size(); i++) {
            Packet packet = batch.get(i);
            PACKETS.received(packet, index, out);
            bytes += packet.lengthBytes();
        }
        NicStatistics statistics = nic.statistics();
        statistics.add(NicCounter.RX_PACKETS, count);
        statistics.add(NicCounter.RX_BYTES, bytes);
        return count;
    }

    /** Releases what was received but never handed over. */
    private void releasePending() {
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
