package io.creel.net.driver;

import io.creel.core.CheckReturnValue;
import io.creel.core.StackRoom;
import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.NicStatistics;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.TxQueue;
import io.creel.net.internal.Faults;
import io.creel.net.internal.PacketAccess;
import org.jspecify.annotations.Nullable;

/**
 * The transmit queue of every driver: it handles ownership, counters and checksums; the device is a {@link TxDevice}.
 *
 * <p>
 * On each level, <b>transmit</b> hands a packet over, and <b>flush</b> makes the packets leave that were handed over. A
 * direct queue passes both calls on to a device that accepts them from every thread. A combining queue is for a device
 * that only one thread at a time can use; {@link TxCombiner} says why no thread waits, and {@link TxDeferral} which
 * packets leave together. {@link TxDevice} says what happens if the device throws.
 */
public final class DriverTxQueue implements TxQueue {
    private static final PacketAccess PACKETS = PacketAccess.get();
    private static final String TRANSMITTED = "transmitted";

    private final Nic nic;
    private final int index;
    private final DriverPackets inFlight;
    private final TxDevice device;
    /** The combiner and the deferral; both are {@code null} if the device accepts packets from every thread. */
    private final @Nullable TxCombiner combiner;
    private final @Nullable TxDeferral deferral;
    /** Whether all packets are refused. Written by any thread that refuses or closes. */
    private volatile boolean refusing;

    private DriverTxQueue(Nic nic, int index, DriverPackets inFlight, TxDevice device, @Nullable TxCombiner combiner) {
        this.nic = nic;
        this.index = index;
        this.inFlight = inFlight;
        this.device = device;
        this.combiner = combiner;
        deferral = combiner == null ? null : new TxDeferral(combiner);
    }

    /**
     * Makes a queue over a device that any number of threads may call at the same time.
     *
     * @param nic the NIC of this queue
     * @param index the number of the queue pair
     * @param inFlight the packets of the device
     * @param device the device
     * @return the queue
     */
    public static DriverTxQueue direct(Nic nic, int index, DriverPackets inFlight, TxDevice device) {
        return new DriverTxQueue(nic, index, inFlight, device, null);
    }

    /**
     * Makes a queue over a device that one thread at a time may call.
     *
     * @param nic the NIC of this queue
     * @param index the number of the queue pair
     * @param inFlight the packets of the device
     * @param device the device
     * @param capacity how many packets may be taken and not yet with the device; rounded up to a power of two
     * @param mtuBytes frames with a longer payload are refused; one VLAN tag does not count
     * @return the queue
     */
    public static DriverTxQueue combining(Nic nic, int index, DriverPackets inFlight, TxDevice device, int capacity,
            int mtuBytes) {
        return new DriverTxQueue(nic, index, inFlight, device,
                new TxCombiner(nic.statistics(), inFlight, device, capacity, mtuBytes));
    }

    @CheckReturnValue
    @Override
    public boolean transmit(Packet packet) {
        StackRoom.requireTwice();
        int sizeBytes = give(packet, PACKETS.requireOwned(packet, TRANSMITTED));
        if (sizeBytes < 0) {
            return false;
        }
        count(1, sizeBytes);
        if (deferral == null) {
            device.flush(1);
        } else {
            deferral.flushOne();
        }
        return true;
    }

    @Override
    public int transmit(PacketBatch batch) {
        StackRoom.requireTwice();
        int gone = 0;
        int taken = 0;
        long bytes = 0;
        Throwable fault = null;
        try {
            while (gone < batch.size()) {
                Packet packet = batch.get(gone);
                long lease = PACKETS.requireOwned(packet, TRANSMITTED);
                gone++; // also counted if the device throws
                int sizeBytes = give(packet, lease);
                if (sizeBytes < 0) {
                    gone--;
                    break;
                }
                taken++;
                bytes += sizeBytes;
            }
        } catch (Throwable first) {
            fault = first;
        }
        batch.removeFirst(gone);
        if (taken > 0) {
            count(taken, bytes);
            fault = flushed(taken, fault);
        }
        Faults.rethrow(fault);
        return taken;
    }

    /**
     * Gives an owned packet to the device. A packet at which the device throws is released and counted.
     *
     * @return its length; negative if it was refused, and its owner still owns it
     */
    private int give(Packet packet, long lease) {
        try {
            if (packet.isChecksumOpen() && !(PACKETS.checksumStart(packet) > 0 && device.finishesChecksum(packet))) {
                packet.finishChecksum();
            }
            PACKETS.depart(packet, inFlight);
            int sizeBytes = PACKETS.heldBytes(packet);
            NicCounter refusal = offer(packet, PACKETS.windowStart(packet), sizeBytes);
            if (refusal == null) {
                return sizeBytes;
            }
            inFlight.stay(packet);
            nic.statistics().add(refusal, 1);
            return -1;
        } catch (Throwable fault) {
            if (PACKETS.abandon(packet, lease, inFlight)) {
                nic.statistics().add(NicCounter.TX_FAILED, 1);
            }
            throw fault;
        }
    }

    private @Nullable NicCounter offer(Packet packet, long address, int sizeBytes) {
        if (refusing) {
            return NicCounter.TX_REFUSED_CLOSED;
        }
        return combiner == null
                ? device.transmit(packet, address, sizeBytes)
                : combiner.transmit(packet, address, sizeBytes);
    }

    /** Makes the taken packets leave. Returns the exception of this or of an earlier step. */
    private @Nullable Throwable flushed(int packets, @Nullable Throwable before) {
        try {
            if (combiner == null) {
                device.flush(packets);
            } else {
                combiner.flush();
            }
            return before;
        } catch (Throwable next) {
            return Faults.join(before, next);
        }
    }

    private void count(long packets, long bytes) {
        NicStatistics statistics = nic.statistics();
        statistics.add(NicCounter.TX_PACKETS, packets);
        statistics.add(NicCounter.TX_BYTES, bytes);
    }

    /**
     * Makes packets leave that can leave: by this thread, or by the thread that is serving. Called by the receive side
     * of the pair. Threads: any.
     */
    public void flush() {
        if (combiner != null) {
            combiner.flush();
        }
    }

    /**
     * Returns whether packets are left that {@link #flush()} has to send. Threads: any.
     *
     * @return whether a flush is due
     */
    public boolean needsFlush() {
        return combiner != null && combiner.needsFlush();
    }

    /** Refuses all packets from now on, because the device was removed or takes none. Threads: any. */
    public void refuse() {
        refusing = true;
        if (combiner != null) {
            combiner.refuse();
        }
    }

    /**
     * Closes the queue: refuses all packets from now on. A combining queue completes and counts the packets that have
     * not left, and ends its device; if another thread is flushing, that thread does so. Threads: any, during any other
     * call. A second close does nothing.
     */
    public void close() {
        refuse();
        if (combiner != null) {
            combiner.close();
        }
    }

    /** Returns the rule for when packets that are transmitted one by one leave; {@code null} if each leaves at once. */
    @Nullable
    TxDeferral deferral() {
        return deferral;
    }

    @Override
    public Nic nic() {
        return nic;
    }

    @Override
    public String toString() {
        return nic.name() + "/tx" + index;
    }
}
