package io.creel.net.driver;

import io.creel.core.CheckReturnValue;
import io.creel.core.StackRoom;
import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.NicStatistics;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.TxQueue;
import io.creel.net.internal.PacketAccess;

/**
 * The transmit queue of every driver: ownership, counters and checksums here, the device behind {@link TxDevice}.
 *
 * <p>
 * <b>transmit</b> hands a packet over, <b>flush</b> makes leave what was handed over, on each level. A direct queue passes both
 * on to a device that takes them from every thread. A combining queue is for a device that one thread at a time can feed: see
 * {@link TxCombiner} for how no thread waits, and {@link TxDeferral} for which packets leave together.
 */
public final class DriverTxQueue implements TxQueue {
    private static final PacketAccess PACKETS = PacketAccess.get();

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
        depart(packet);
        int sizeBytes = PACKETS.heldBytes(packet);
        if (!isTaken(packet, sizeBytes)) {
            return false;
        }
        if (deferral == null) {
            device.flush(1);
        } else {
            deferral.flushOne();
        }
        count(1, sizeBytes);
        return true;
    }

    @Override
    public int transmit(PacketBatch batch) {
        StackRoom.requireTwice();
        int taken = 0;
        long bytes = 0;
        try {
            while (taken < batch.size()) {
                Packet packet = batch.get(taken);
                depart(packet);
                int sizeBytes = PACKETS.heldBytes(packet);
                if (!isTaken(packet, sizeBytes)) {
                    break;
                }
                taken++;
                bytes += sizeBytes;
            }
        } finally {
            batch.removeFirst(taken);
            if (taken > 0) {
                flush(taken);
                count(taken, bytes);
            }
        }
        return taken;
    }

    private void depart(Packet packet) {
        if (packet.isChecksumOpen() && !(PACKETS.checksumStart(packet) > 0 && device.finishesChecksum(packet))) {
            packet.finishChecksum();
        }
        PACKETS.depart(packet, inFlight);
    }

    private boolean isTaken(Packet packet, int sizeBytes) {
        NicCounter refusal = offer(packet, PACKETS.windowStart(packet), sizeBytes);
        if (refusal == null) {
            return true;
        }
        inFlight.stay(packet);
        nic.statistics().add(refusal, 1);
        return false;
    }

    private NicCounter offer(Packet packet, long address, int sizeBytes) {
        if (refusing) {
            return NicCounter.TX_REFUSED_CLOSED;
        }
        return combiner == null
                ? device.transmit(packet, address, sizeBytes)
                : combiner.transmit(packet, address, sizeBytes);
    }

    private void flush(int packets) {
        if (combiner == null) {
            device.flush(packets);
        } else {
            combiner.flush();
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
