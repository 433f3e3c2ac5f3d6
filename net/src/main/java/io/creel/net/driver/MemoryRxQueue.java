package io.creel.net.driver;

import io.creel.core.CheckReturnValue;
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

/** A receive queue in memory: a bounded ring that any thread puts departed packets into, the very objects that are polled. */
public final class MemoryRxQueue extends DriverRxQueue {
    private final DriverPackets inFlight;
    private final MpscVarHandleArrayQueue<Packet> ring;
    private final Rounds emptying = new Rounds();
    /** Made once, so that a poll makes no lambda. */
    private final MessagePassingQueue.Consumer<Packet> arrival = this::arrived;
    private PacketBatch into;
    /** Blocked in await; only ever woken, so a stale reference costs the reader one early return. */
    private volatile Thread waiter;
    /** Takes nothing any more. */
    private volatile boolean closed;
    /** The poll has ended for good: packets that are still in the ring are released by the thread that sees them. */
    private volatile boolean ended;

    /**
     * @param inFlight
     *            what every queue shares that transmits into this one
     * @param ringCapacity
     *            packets that wait to be polled, at most; a power of two
     */
    public MemoryRxQueue(Nic nic, int index, DriverPackets inFlight, int ringCapacity) {
        super(nic, index);
        this.inFlight = inFlight;
        ring = new MpscVarHandleArrayQueue<>(ringCapacity);
    }

    /** Whether it takes nothing any more. Any thread. */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Takes a packet in flight, whose reader is told by {@link #wake}; false if there is no room. Any thread.
     *
     * @throws IllegalStateException
     *             if the device of this queue does not have the packet in flight
     */
    @CheckReturnValue
    public boolean enter(Packet packet) {
        inFlight.requireFlight(packet, "entered");
        return offer(packet);
    }

    private boolean offer(Packet packet) {
        if (!ring.offer(packet)) {
            return false;
        }
        // Pairs with the end, which writes the mark and then empties the ring: one of the two sees the other.
        if (ended) {
            empty();
        }
        return true;
    }

    /**
     * What a transmit queue stands over whose packets all enter here. It does not check their flights, which that queue has
     * just begun.
     */
    public TxDevice entry() {
        return new Entry(this);
    }

    /** Wakes the reader, if it waits, after something has entered. Any thread. */
    public void wake() {
        // Pairs with the volatile write of the waiter in await: one of the two sides sees the other.
        VarHandle.fullFence();
        Thread thread = waiter;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
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

    /** Rule: the waiter writes itself, then reads the ring; a sender writes the ring, then reads the waiter. */
    @Override
    protected boolean await(long timeoutNs) {
        waiter = Thread.currentThread();
        if (ring.isEmpty() && !closed && timeoutNs > 0) {
            LockSupport.parkNanos(this, timeoutNs);
        }
        waiter = null;
        return !ring.isEmpty();
    }

    /** Takes no more packets; those that were not polled are released and counted, now or at the end of a running poll. */
    public void shut() {
        closed = true;
        Faults.all(this::wake, this::close);
    }

    @Override
    protected void end() {
        ended = true;
        empty();
    }

    /** After the end, by its thread and by senders that were in the middle of it; one at a time. */
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
        public NicCounter transmit(Packet packet, long address, int sizeBytes) {
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
