package io.creel.net.driver;

import io.creel.core.DutyCycle;
import io.creel.core.StackRoom;
import io.creel.core.ThreadBinding;
import io.creel.core.spec.Transfers;
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
import org.jspecify.annotations.Nullable;

/**
 * The common part of all receive queues: the order of delivery, the counters, and the default transmit queue of a
 * packet.
 *
 * <p>
 * A driver implements {@link #receive}, {@link #await} and {@link #end}. The thread rules are those of {@link RxQueue};
 * a second caller at the same time gets an exception. {@link #close} may come from any thread at any time. The methods
 * of the driver never run at the same time, and none runs after {@link #end}.
 */
public abstract class DriverRxQueue implements RxQueue {
    private static final PacketAccess PACKETS = PacketAccess.get();
    private static final int CONSUMER_BATCH = 64;

    private final ThreadBinding binding;
    private final Nic nic;
    private final int index;
    /**
     * Packets received for a consumer and not yet passed on. Between polls it is empty, unless a consumer threw.
     * Written by the poller.
     */
    private final PacketBatch pending = new PacketBatch(CONSUMER_BATCH);
    private int pendingHead;
    /**
     * The exception that the driver threw behind packets that it had received; the next poll throws it. Written by the
     * poller.
     */
    private @Nullable Throwable fault;
    private final Turn turn = new Turn();
    /**
     * The deferral of the transmit queue of the pair, if that queue can defer packets. Set by the poller at the first
     * poll.
     */
    private @Nullable TxDeferral out;
    /**
     * The duty cycle of the worker that polls here; {@code null} if the poller is not a worker. Written by the poller.
     */
    private @Nullable DutyCycle poller;
    private int changesSeen;
    /**
     * The cycle of a poll by a thread that is not a worker: it lasts while the poll passes packets on. Written by the
     * poller.
     */
    private @Nullable DutyCycle own;
    /** Wakes the worker while it waits for this queue; {@code null} otherwise. Written by the poller, in its turn. */
    private volatile @Nullable Runnable waker;

    /**
     * Makes a receive queue.
     *
     * @param nic the NIC of this queue
     * @param index the number of the queue pair
     */
    @SuppressWarnings("this-escape") // a binding reads nothing before its first check
    protected DriverRxQueue(Nic nic, int index) {
        this.nic = nic;
        this.index = index;
        binding = new ThreadBinding(this, "receive queue", "a NIC with a queue pair for each thread");
    }

    /**
     * Receives packets: appends each by {@link DriverPackets#append}; the caller of the poll will own them. If this
     * method throws, the appended packets are delivered first, and the next poll throws.
     *
     * @param batch receives the packets; it has room for {@code max}
     * @param max how many packets to append at most
     * @return how many packets were appended
     */
    protected abstract int receive(PacketBatch batch, int max);

    /**
     * Blocks until {@link #receive} may find a packet, as {@link RxQueue#awaitReadable} does.
     *
     * @param timeoutNs how long at most, in nanoseconds, up to {@link RxQueue#MAX_AWAIT_NS}
     * @return {@code false} if no packet has arrived
     */
    protected abstract boolean await(long timeoutNs);

    /**
     * Prepares for a sleep of the worker that polls here, and tells for how long {@link #receive} finds nothing.
     * A queue without a descriptor calls {@link #wakeWorker()} after it has got something. Unless overridden, the
     * queue is polled at intervals.
     *
     * @return nanoseconds; 0 if {@link #receive} may find something now
     */
    protected long quietNs() {
        return POLL_INTERVAL_NS;
    }

    /**
     * {@return whether {@link #receive} may find something now} Called inside coroutines, in the turn of the queue;
     * must be cheap and make no system call. Unless overridden, the queue cannot tell.
     */
    protected boolean isReady() {
        return true;
    }

    @Override
    public final boolean hasWork() {
        if (!turn.tryEnter()) {
            return false; // closed, or polled by another thread
        }
        try {
            return pendingHead < pending.size() || fault != null || !nic.isFinished() && isReady();
        } finally {
            exit();
        }
    }

    /** {@return whether the queue ends the sleep of its worker} Unless overridden, it does if it has a descriptor. */
    @Override
    public boolean canWake() {
        return descriptor() != NO_DESCRIPTOR;
    }

    /**
     * Ends the sleep of the worker that polls here, if it sleeps. Called from any thread, after it has made the packet
     * or the end visible that the worker is to find, and after a full fence. The fence pairs with the volatile write of
     * the waker in {@link #beginWait}: at least one of the two sides sees the other.
     */
    protected final void wakeWorker() {
        Runnable present = waker;
        if (present != null) {
            present.run();
        }
    }

    /**
     * Counts the remaining packets and gives up the device. Called once, by the close or by the call that ran at the
     * same time. No method of the driver runs afterwards.
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

    /**
     * Does what {@link #fetch} does, behind packets that the caller has got already: it does not throw an exception
     * that the next poll can throw.
     */
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

    @SuppressWarnings("NullAway") // called only if there is an own cycle
    private int handOverInOwnCycle(int max, PacketConsumer consumer) {
        own.begin();
        try {
            return handOver(max, consumer);
        } finally {
            own.end();
        }
    }

    /** Notes in which duty cycle this poll runs, and flushes the packets that the poller has deferred before. */
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
        if (poller != null) {
            poller.sources().add(this);
        }
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

    /** Takes the turn until {@link #endWait}, so that the device is not given up during the sleep. */
    @Override
    public final long beginWait(DutyCycle by, Runnable wake) {
        if (!turn.tryEnter()) {
            return GONE;
        }
        if (poller != by) {
            exit();
            return GONE;
        }
        waker = wake;
        try {
            if (out != null) {
                out.flushDeferred();
            }
            return pendingHead < pending.size() || fault != null
                    ? 0
                    : nic.isFinished() ? POLL_INTERVAL_NS : Math.min(quietNs(), MAX_AWAIT_NS);
        } catch (Throwable now) {
            fault = now; // the next poll throws it
            return 0;
        }
    }

    @Override
    public final void endWait() {
        waker = null;
        exit();
    }

    private void exit() {
        if (turn.exit()) {
            finish();
        }
    }

    private void finish() {
        Faults.all(this::releasePending, this::end);
    }

    /**
     * Closes the queue: nothing is delivered any more, after a call that runs at the same time has ended. Threads: any.
     * A second close does nothing.
     */
    public final void close() {
        StackRoom.requireTwice();
        if (turn.close()) {
            finish();
        } else {
            wakeWorker(); // a sleeping worker has the turn
        }
    }

    /**
     * Releases a packet that the driver cannot deliver, and counts it.
     *
     * @param packet owned by the driver
     */
    protected final void undeliverable(@Transfers Packet packet) {
        packet.release();
        nic.statistics().add(NicCounter.RX_UNDELIVERABLE, 1);
    }

    /**
     * Takes the turn, for a driver that uses the device between two polls. A caller that got the turn calls
     * {@link #leave} afterwards.
     *
     * @return {@code false} if the queue is closed
     */
    protected final boolean enter() {
        return turn.enter(this);
    }

    /** Gives the turn back; does the work of a close that came meanwhile. */
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

    /** Releases packets that were received and never passed on. */
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
