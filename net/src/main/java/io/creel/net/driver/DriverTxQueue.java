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
 * What every driver's transmit queue shares: ownership and counters.
 *
 * <p>
 * A driver implements {@link #send}, which any number of threads may enter at once.
 */
public abstract class DriverTxQueue implements TxQueue {
    private static final PacketAccess PACKETS = PacketAccess.get();

    private final Nic nic;
    private final int index;

    protected DriverTxQueue(Nic nic, int index) {
        this.nic = nic;
        this.index = index;
    }

    /**
     * Sends one packet, which is in flight now: nobody can read it through its accessors. Returns null if it was taken;
     * such a packet must end in {@link DriverPackets#complete} here or in {@link DriverPackets#arrive(Packet)} at a peer,
     * and may have done so before this returns.
     *
     * @param address
     *            where its bytes start
     * @param sizeBytes
     *            how many they are
     * @return null, or the counter of the reason for the refusal
     */
    protected abstract NicCounter send(Packet packet, long address, int sizeBytes);

    /** Makes what was sent leave: called once per batch, after the last {@link #send}. */
    protected abstract void flush();

    /** The same for a packet that was sent alone, which may leave a little later together with others. */
    void flushOne() {
        flush();
    }

    @CheckReturnValue
    @Override
    public final boolean transmit(Packet packet) {
        StackRoom.requireTwice();
        settle(packet);
        PACKETS.depart(packet);
        int sizeBytes = PACKETS.heldBytes(packet);
        if (!attempt(packet, sizeBytes)) {
            return false;
        }
        flushOne();
        count(1, sizeBytes);
        return true;
    }

    @Override
    public final int transmit(PacketBatch batch) {
        StackRoom.requireTwice();
        int taken = 0;
        long bytes = 0;
        try {
            while (taken < batch.size()) {
                Packet packet = batch.get(taken);
                settle(packet);
                PACKETS.depart(packet);
                int sizeBytes = PACKETS.heldBytes(packet);
                if (!attempt(packet, sizeBytes)) {
                    break;
                }
                taken++;
                bytes += sizeBytes;
            }
        } finally {
            batch.removeFirst(taken);
            if (taken > 0) {
                flush();
                count(taken, bytes);
            }
        }
        return taken;
    }

    /**
     * Whether this packet's open checksum is finished by whoever comes behind this queue. Asked only of packets that have
     * one, before their departure.
     */
    protected boolean finishesChecksum(Packet packet) {
        return false;
    }

    private void settle(Packet packet) {
        if (packet.isChecksumOpen() && !(PACKETS.checksumStart(packet) > 0 && finishesChecksum(packet))) {
            packet.finishChecksum();
        }
    }

    private boolean attempt(Packet packet, int sizeBytes) {
        NicCounter refusal = send(packet, PACKETS.windowStart(packet), sizeBytes);
        if (refusal == null) {
            return true;
        }
        PACKETS.stay(packet);
        nic.statistics().add(refusal, 1);
        return false;
    }

    private void count(long packets, long bytes) {
        NicStatistics statistics = nic.statistics();
        statistics.add(NicCounter.TX_PACKETS, packets);
        statistics.add(NicCounter.TX_BYTES, bytes);
    }

    @Override
    public final Nic nic() {
        return nic;
    }

    @Override
    public final String toString() {
        return nic.name() + "/tx" + index;
    }
}
