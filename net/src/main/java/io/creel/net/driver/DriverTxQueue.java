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

/**
 * The transmit queue of every driver: ownership, counters and checksums here, the device behind {@link TxDevice}.
 *
 * <p>
 * <b>transmit</b> hands a packet over, <b>flush</b> makes leave what was handed over, on each level. A direct queue passes both
 * on to a device that takes them from every thread. A combining queue is for a device that one thread at a time can feed: see
 * {@link TxCombiner} for how no thread waits, and {@link TxDeferral} for which packets leave together. What happens if the device
 * throws is said at {@link TxDevice}.
 */
public final class DriverTxQueue implements TxQueue {
    private static final PacketAccess PACKETS = PacketAccess.get();
    private static final String TRANSMITTED = "transmitted";

    private final Nic nic;
    private final int index;
    private final DriverPackets inFlight;
    private final TxDevice device;
    /** Both null if the device takes packets from every thread. */
    private final TxCombiner combiner;
    private final TxDeferral deferral;
    /** Nothing is taken any more. */
    private volatile boolean refusing;

    private DriverTxQueue(Nic nic, int index, DriverPackets inFlight, TxDevice device, TxCombiner combiner) {
        this.nic = nic;
        this.index = index;
        this.inFlight = inFlight;
        this.device = device;
        this.combiner = combiner;
        deferral = combiner == null ? null : new TxDeferral(combiner);
    }

    /** A queue over a device that any number of threads may call at once. */
    public static DriverTxQueue direct(Nic nic, int index, DriverPackets inFlight, TxDevice device) {
        return new DriverTxQueue(nic, index, inFlight, device, null);
    }

    /**
     * A queue over a device that one thread at a time may call.
     *
     * @param capacity
     *            packets taken but not yet with the device, at most; rounded up to a power of two
     * @param mtuBytes
     *            frames with a longer payload are refused, not counting one VLAN tag
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
                gone++; // also if the device throws
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
     * Gives an owned packet to the device. One at which the device throws is released and counted.
     *
     * @return its length; negative if it was refused, and then it is owned as before
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

    private NicCounter offer(Packet packet, long address, int sizeBytes) {
        if (refusing) {
            return NicCounter.TX_REFUSED_CLOSED;
        }
        return combiner == null
                ? device.transmit(packet, address, sizeBytes)
                : combiner.transmit(packet, address, sizeBytes);
    }

    /** Makes leave what was taken; returns what was thrown, here or before. */
    private Throwable flushed(int packets, Throwable before) {
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

    /** Makes leave what can leave, here or by the thread that is at it. For the receive side of the pair; any thread. */
    public void flush() {
        if (combiner != null) {
            combiner.flush();
        }
    }

    /** Whether something is left that {@link #flush()} has to send. Any thread. */
    public boolean needsFlush() {
        return combiner != null && combiner.needsFlush();
    }

    /** Refuses everything from now on: the device was removed, or takes nothing. Any thread. */
    public void refuse() {
        refusing = true;
        if (combiner != null) {
            combiner.refuse();
        }
    }

    /**
     * Refuses everything from now on. A combining queue completes and counts what has not left, and ends its device; if another
     * thread flushes meanwhile, that one does it. Any thread, beside any call; twice does nothing more.
     */
    public void close() {
        refuse();
        if (combiner != null) {
            combiner.close();
        }
    }

    /** When packets that are transmitted one by one leave; null if each leaves at once. */
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
