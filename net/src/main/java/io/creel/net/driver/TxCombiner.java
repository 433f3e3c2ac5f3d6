package io.creel.net.driver;

import io.creel.net.NicCounter;
import io.creel.net.NicStatistics;
import io.creel.net.Packet;
import io.creel.net.internal.Faults;
import io.creel.net.internal.Memory;
import io.creel.net.internal.PacketAccess;
import io.creel.net.internal.Rounds;
import io.creel.net.wire.EthernetDescriptor;
import io.creel.net.wire.Vlan;
import io.creel.net.wire.VlanDescriptor;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Lets every thread use a device that only one thread at a time can use, without a lock.
 *
 * <p>
 * Packets go through a bounded many-producer queue. A thread that flushes while no other does becomes the server and
 * moves packets to the device. A thread that flushes meanwhile leaves a mark and goes on, and the server does another
 * round for it. No thread ever waits for another: see {@link Rounds}.
 *
 * <p>
 * Only the server calls the device, so the state of a device needs no guard. An exception of the device ends the
 * current round, never the serving: it is thrown when the server has done all rounds. The packet that the device was
 * given is released and counted; the others wait for the next flush.
 */
final class TxCombiner {
    private static final PacketAccess PACKETS = PacketAccess.get();

    private final NicStatistics statistics;
    private final DriverPackets inFlight;
    private final TxDevice device;
    private final int maxFrameBytes;
    private final MpscVarHandleArrayQueue<Packet> waiting;
    private final Rounds rounds = new Rounds();
    /** How many packets the device has taken in the current round. Written by the server. */
    private int given;
    /** Whether packets are left to be sent. Written by the server, read by the receiving thread. */
    private volatile boolean unflushed;
    /** Whether waiting packets are dropped. Written by the thread that refuses. */
    private volatile boolean refusing;
    /** Whether the next round ends the device. Written by the thread that closes. */
    private volatile boolean closing;
    /** Whether the device has ended. Written by the server. */
    private boolean ended;

    TxCombiner(NicStatistics statistics, DriverPackets inFlight, TxDevice device, int capacity, int mtuBytes) {
        this.statistics = statistics;
        this.inFlight = inFlight;
        this.device = device;
        maxFrameBytes = EthernetDescriptor.HEADER_BYTES + mtuBytes;
        waiting = new MpscVarHandleArrayQueue<>(capacity);
    }

    /** Takes a packet as {@link TxDevice#transmit} does; the packet leaves with a flush. Threads: any. */
    @Nullable
    NicCounter transmit(Packet packet, long address, int sizeBytes) {
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
        flush();
        return waiting.offer(packet) ? null : NicCounter.TX_REFUSED_RING_FULL;
    }

    private static boolean isTagged(long address) {
        return Vlan.isTag(Memory.get16(address + EthernetDescriptor.ETHER_TYPE) & 0xffff);
    }

    /** Returns whether packets wait for the device. Threads: any. */
    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** Returns whether packets are left that a flush has to send. Threads: any. */
    boolean needsFlush() {
        return unflushed;
    }

    /**
     * Moves packets to the device as long as it takes them, and makes them leave: by this thread, or by the thread that
     * is serving. Threads: any.
     */
    void flush() {
        if (!rounds.enter()) {
            return;
        }
        Throwable fault = null;
        do {
            try {
                serve();
            } catch (Throwable next) {
                fault = Faults.join(fault, next);
            }
        } while (rounds.again());
        Faults.rethrow(fault);
    }

    private void serve() {
        try {
            if (refusing) {
                dropWaiting();
            } else {
                move();
            }
        } finally {
            if (closing && !ended) {
                ended = true;
                device.end();
            }
        }
    }

    private void move() {
        Throwable fault = null;
        given = 0;
        try {
            device.reclaim();
            give();
        } catch (Throwable first) {
            fault = first;
        }
        boolean left = true; // also true if the flush throws
        try {
            left = device.flush(given) | isWaiting();
        } catch (Throwable next) {
            fault = Faults.join(fault, next);
        }
        if (left != unflushed) {
            unflushed = left;
        }
        Faults.rethrow(fault);
    }

    private void give() {
        for (Packet packet = waiting.relaxedPeek(); packet != null; packet = waiting.relaxedPeek()) {
            if (!isTaken(packet)) {
                break;
            }
            waiting.relaxedPoll();
            given++;
        }
    }

    /** Returns whether the device takes the packet. A packet at which it throws does not wait any more. */
    private boolean isTaken(Packet packet) {
        long lease = PACKETS.lease(packet);
        try {
            return device.transmit(packet, PACKETS.windowStart(packet), PACKETS.heldBytes(packet)) == null;
        } catch (Throwable fault) {
            waiting.relaxedPoll();
            if (PACKETS.abandon(packet, lease, inFlight)) {
                statistics.add(NicCounter.TX_FAILED, 1);
            }
            throw fault;
        }
    }

    /** Drops waiting packets from the next flush on. Threads: any. */
    void refuse() {
        refusing = true;
    }

    /** Ends the device, after {@link #refuse()}. Threads: any. A second close does nothing. */
    void close() {
        closing = true;
        flush();
    }

    private void dropWaiting() {
        Throwable fault = null;
        for (Packet packet = waiting.relaxedPoll(); packet != null; packet = waiting.relaxedPoll()) {
            try {
                inFlight.complete(packet);
                statistics.add(NicCounter.TX_UNSENT_AT_CLOSE, 1);
            } catch (Throwable next) {
                fault = Faults.join(fault, next);
            }
        }
        Faults.rethrow(fault);
    }
}
