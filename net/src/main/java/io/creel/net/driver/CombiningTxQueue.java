package io.creel.net.driver;

import io.creel.core.CheckReturnValue;
import io.creel.core.DutyCycle;
import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.internal.Memory;
import io.creel.net.internal.PacketAccess;
import io.creel.net.wire.EthernetDescriptor;
import io.creel.net.wire.Vlan;
import io.creel.net.wire.VlanDescriptor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

/**
 * A transmit queue over a device that only one thread at a time can feed, open to every thread, without a lock.
 *
 * <p>
 * Packets go through a bounded many-producer queue. Whoever asks for service while nobody serves becomes the server and
 * moves packets to the device; whoever asks meanwhile leaves a mark and goes on, and the server does another round for
 * it. Nobody ever waits for another thread. (The work-in-progress counter of reactive stream implementations; "flat
 * combining", Hendler et al., SPAA 2010.)
 *
 * <p>
 * Protected methods without a note are called by the server alone, so their state needs no guard: the counter's atomic
 * updates order one server's writes before the next one's reads.
 */
public abstract class CombiningTxQueue extends DriverTxQueue {
    private static final PacketAccess PACKETS = PacketAccess.get();

    /** Packets that are put off until they leave together. */
    static final int MAX_DEFERRED = 32;

    private final MpscVarHandleArrayQueue<Packet> waiting;
    /** The duty cycle of the pair's poller, or null. Written by the poller; any other thread finds that it is not there. */
    private DutyCycle poller;
    /** Put off since the last service, and whether the end of the cycle was asked for one. The poller's, within its cycle. */
    private int deferred;
    private boolean atEnd;
    /** Made once, so that no cycle makes a lambda. */
    private final Runnable settle = this::settle;
    private final int maxFrameBytes;
    /** 0 while nobody serves; otherwise the calls of service since the server's last round began. */
    private final AtomicInteger requests = new AtomicInteger();
    /** Nothing is taken any more. */
    private volatile boolean closed;
    /** The device will be given up by the next round. */
    private volatile boolean closing;
    /** It has been. The server's. */
    private boolean abandoned;

    /**
     * @param capacity
     *            packets taken but not yet with the device, at most
     * @param mtuBytes
     *            frames with a longer payload are refused, not counting one VLAN tag
     */
    protected CombiningTxQueue(Nic nic, int index, int capacity, int mtuBytes) {
        super(nic, index);
        maxFrameBytes = EthernetDescriptor.HEADER_BYTES + mtuBytes;
        waiting = new MpscVarHandleArrayQueue<>(capacity);
    }

    /**
     * Hands one packet to the device. A packet that was taken ends in {@link DriverPackets#complete}, here or later.
     *
     * @return false if there is no room now
     */
    @CheckReturnValue
    protected abstract boolean push(Packet packet, long address, int sizeBytes);

    /** Begins a round: takes back what the device has sent. */
    protected abstract void reclaim();

    /** Ends a round: makes what was pushed leave. */
    protected abstract void kick(int pushed);

    /** For good: counts what the device still holds of ours, and gives the device up. Called once; no other call follows. */
    protected abstract void abandon();

    @Override
    protected final NicCounter send(Packet packet, long address, int sizeBytes) {
        if (closed) {
            return NicCounter.TX_REFUSED_CLOSED;
        }
        if (sizeBytes > maxFrameBytes
                && !(sizeBytes <= maxFrameBytes + VlanDescriptor.TAG_BYTES && isTagged(address))) {
            return NicCounter.TX_REFUSED_TOO_LONG;
        }
        if (sizeBytes < EthernetDescriptor.HEADER_BYTES) {
            return NicCounter.TX_REFUSED_TOO_SHORT;
        }
        if (waiting.offer(packet)) {
            return null;
        }
        service();
        return waiting.offer(packet) ? null : NicCounter.TX_REFUSED_RING_FULL;
    }

    private static boolean isTagged(long address) {
        return Vlan.isTag(Memory.get16(address + EthernetDescriptor.ETHER_TYPE) & 0xffff);
    }

    @Override
    protected final void flush() {
        service();
    }

    /**
     * A packet that the pair's poller sends alone waits for others: until the poller polls again, is about to wait, ends its
     * duty cycle, or has sent {@value #MAX_DEFERRED}. Every other thread's packet leaves at once.
     */
    @Override
    final void flushOne() {
        DutyCycle cycle = poller;
        if (cycle == null || !cycle.isHere()) {
            service();
        } else if (!isSettledAtEndOf(cycle) || ++deferred >= MAX_DEFERRED) {
            settleNow();
        }
    }

    private boolean isSettledAtEndOf(DutyCycle cycle) {
        if (!atEnd) {
            atEnd = cycle.atEnd(settle);
        }
        return atEnd;
    }

    /**
     * At the end of the cycle that asked for it. The atomic update in service follows the mark and precedes the look at what
     * waits: another thread that has become the poller and still saw the mark has its packet seen here.
     */
    private void settle() {
        atEnd = false;
        settleNow();
    }

    private void settleNow() {
        deferred = 0;
        service();
    }

    /** Lets go what the poller has put off: it polls, or is about to wait. */
    final void settleDeferred() {
        if (!waiting.isEmpty()) {
            settleNow();
        }
    }

    /** Names the duty cycle in which the pair is polled now; null if there is none. */
    final void polledIn(DutyCycle cycle) {
        if (poller != cycle) {
            settleDeferred();
            atEnd = false;
            poller = cycle;
        }
    }

    /** Whether packets wait for room at the device. Any thread. */
    protected final boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** Moves what can be moved, now or by the thread that is at it. Any thread. */
    protected final void service() {
        if (requests.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            if (closed) {
                dropWaiting();
            } else {
                move();
            }
            if (closing && !abandoned) {
                abandoned = true;
                abandon();
            }
            seen = requests.addAndGet(-seen);
        } while (seen != 0);
    }

    private void move() {
        reclaim();
        int pushed = 0;
        for (Packet packet = waiting.relaxedPeek(); packet != null; packet = waiting.relaxedPeek()) {
            if (!push(packet, PACKETS.windowStart(packet), PACKETS.heldBytes(packet))) {
                break;
            }
            waiting.relaxedPoll();
            pushed++;
        }
        kick(pushed);
    }

    /** Refuses everything from now on, because the device is gone. Any thread. */
    protected final void refuse() {
        closed = true;
    }

    /**
     * Refuses everything from now on; completes and counts what has not left. Any thread, beside any call: where another
     * thread serves, that one does it in another round. Twice does nothing more.
     */
    protected final void closeTransmit() {
        closed = true;
        closing = true;
        service();
    }

    private void dropWaiting() {
        for (Packet packet = waiting.relaxedPoll(); packet != null; packet = waiting.relaxedPoll()) {
            DriverPackets.complete(packet);
            nic().statistics().add(NicCounter.TX_UNSENT_AT_CLOSE, 1);
        }
    }
}
