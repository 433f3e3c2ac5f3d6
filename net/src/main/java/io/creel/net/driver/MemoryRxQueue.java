package io.creel.net.driver;

import io.creel.core.CheckReturnValue;
import io.creel.core.spec.Result;
import io.creel.core.spec.Transfers;
import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.internal.Faults;
import io.creel.net.internal.Rounds;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A receive queue in memory: a bounded ring into which any thread puts departed packets. The poll delivers the same
 * packet objects.
 */
public final class MemoryRxQueue extends DriverRxQueue {
    private final DriverPackets inFlight;
    private final MpscVarHandleArrayQueue<Packet> ring;
    private final Rounds emptying = new Rounds();
    /** The callback of the ring; made once, so that a poll allocates no lambda. */
    private final MessagePassingQueue.Consumer<Packet> arrival = this::arrived;
    @SuppressWarnings("NullAway.Init") // set before packets are drained
    private PacketBatch into;
    /**
     * The thread that is blocked in await. It is only ever woken, so a stale reference costs one early return. Written
     * by the waiting thread.
     */
    private volatile @Nullable Thread waiter;
    /** Whether no packet is taken any more. Written by the close. */
    private volatile boolean closed;
    /**
     * Whether the poll has ended for good. The thread that finds packets in the ring afterwards releases them. Written
     * by the thread that ends the queue.
     */
    private volatile boolean ended;

    /**
     * Makes an empty queue.
     *
     * @param nic the NIC of this queue
     * @param index the number of the queue pair
     * @param inFlight the object shared by all queues that transmit into this one
     * @param ringCapacity how many packets may wait to be polled; a power of two
     */
    public MemoryRxQueue(Nic nic, int index, DriverPackets inFlight, int ringCapacity) {
        super(nic, index);
        this.inFlight = inFlight;
        ring = new MpscVarHandleArrayQueue<>(ringCapacity);
    }

    /**
     * Returns whether no packet is taken any more. Threads: any.
     *
     * @return whether the queue is closed
     */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Takes a packet in flight; {@link #wake} then tells the reader. Threads: any.
     *
     * @param packet in flight at the device of this queue
     * @return {@code false} if there is no room
     * @throws IllegalStateException if the device of this queue does not have the packet in flight
     */
    @CheckReturnValue
    public boolean enter(@Transfers(when = Result.TRUE) Packet packet) {
        inFlight.requireFlight(packet, "entered");
        return offer(packet);
    }

    private boolean offer(@Transfers(when = Result.TRUE) Packet packet) {
        if (!ring.offer(packet)) {
            return false;
        }
        // Pairs with the end, which writes the mark and then empties the ring: at least one of the two sees the other.
        if (ended) {
            empty();
        }
        return true;
    }

    /**
     * Returns a device for a transmit queue whose packets all enter here. It does not check their flights, which that
     * queue has just begun.
     *
     * @return the device
     */
    public TxDevice entry() {
        return new Entry(this);
    }

    /** Wakes the reader, if it waits, after a packet has entered. Threads: any. */
    public void wake() {
        // Pairs with the volatile write of the waiter in await: at least one of the two sides sees the other.
        VarHandle.fullFence();
        Thread thread = waiter;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
        wakeWorker();
    }

    @Override
    protected boolean isReady() {
        return !ring.isEmpty();
    }

    @Override
    protected long quietNs() {
        return ring.isEmpty() && !closed ? Long.MAX_VALUE : 0;
    }

    @Override
    public boolean canWake() {
        return true;
    }

    @Override
    protected int receive(PacketBatch batch, int max) {
        into = batch;
        return ring.drain(arrival, max);
    }

    private void arrived(Packet packet) {
        inFlight.arrive(packet);
        DriverPackets.append(packet, into);
    }

    /**
     * Blocks until a packet may be there. The waiter writes itself, then reads the ring; a sender writes the ring, then
     * reads the waiter.
     */
    @Override
    protected boolean await(long timeoutNs) {
        waiter = Thread.currentThread();
        if (ring.isEmpty() && !closed && timeoutNs > 0) {
            LockSupport.parkNanos(this, timeoutNs);
        }
        waiter = null;
        return !ring.isEmpty();
    }

    /**
     * Takes no more packets. Packets that were not polled are released and counted, now or at the end of a running
     * poll.
     */
    public void shut() {
        closed = true;
        Faults.all(this::wake, this::close);
    }

    @Override
    protected void end() {
        ended = true;
        empty();
    }

    /**
     * Releases packets after the end. Called by the thread that ends the queue and by senders in the middle of an
     * entry; one at a time.
     */
    private void empty() {
        if (!emptying.enter()) {
            return;
        }
        Throwable fault = null;
        do {
            for (Packet packet = ring.poll(); packet != null; packet = ring.poll()) {
                try {
                    inFlight.complete(packet);
                    nic().statistics().add(NicCounter.RX_UNREAD_AT_CLOSE, 1);
                } catch (Throwable next) {
                    fault = Faults.join(fault, next);
                }
            }
        } while (emptying.again());
        Faults.rethrow(fault);
    }

    private record Entry(MemoryRxQueue to) implements TxDevice {
        @Override
        public @Nullable NicCounter transmit(Packet packet, long address, int sizeBytes) {
            if (to.isClosed()) {
                return NicCounter.TX_REFUSED_CLOSED;
            }
            return to.offer(packet) ? null : NicCounter.TX_REFUSED_RING_FULL;
        }

        @Override
        public boolean flush(int packets) {
            to.wake();
            return false;
        }
    }
}
