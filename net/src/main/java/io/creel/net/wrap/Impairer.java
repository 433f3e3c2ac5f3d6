package io.creel.net.wrap;

import io.creel.core.spec.Acquires;
import io.creel.core.spec.Result;
import io.creel.core.spec.Transfers;
import io.creel.net.NicCounter;
import io.creel.net.NicStatistics;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.wire.EthernetDescriptor;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides the fate of the packets of one direction of one queue. The same seed, clock and packets give the same fates.
 * Owns the packets that it holds; allocates nothing. Threads: one at a time.
 */
final class Impairer {
    private static final double BITS_TIMES_NANOSECONDS = 8e9;

    private final Impairment impairment;
    private final SplittableRandom random;
    private final LongSupplier nanoClock;
    private final PacketPool pool;
    private final NicStatistics statistics;
    private final DueQueue queue;
    private long linkFreeNs;
    private boolean started;

    Impairer(Impairment impairment, long seed, LongSupplier nanoClock, PacketPool pool, NicStatistics statistics) {
        this.impairment = impairment;
        random = new SplittableRandom(seed);
        this.nanoClock = nanoClock;
        this.pool = pool;
        this.statistics = statistics;
        queue = new DueQueue(impairment.queuePackets());
    }

    /** Takes over a packet and may drop it. If this method throws, the packet is released and counted. */
    void offer(@Transfers(onException = true) Packet packet) {
        boolean taken = false;
        try {
            decide(packet);
            taken = true;
        } finally {
            if (!taken) {
                lose(packet, NicCounter.IMPAIRED_DROPPED);
            }
        }
    }

    private void decide(@Transfers Packet packet) {
        if (happens(impairment.drop())) {
            lose(packet, NicCounter.IMPAIRED_DROPPED);
            return;
        }
        if (happens(impairment.duplicate())) {
            duplicate(packet);
        }
        if (happens(impairment.corrupt()) && packet.lengthBytes() > EthernetDescriptor.HEADER_BYTES) {
            // A checksum that is finished after the flip would hide it.
            packet.finishChecksum();
            int at = random.nextInt(EthernetDescriptor.HEADER_BYTES, packet.lengthBytes());
            packet.set8(at, packet.get8(at) ^ 1 << random.nextInt(8));
            statistics.add(NicCounter.IMPAIRED_CORRUPTED, 1);
        }
        enqueue(packet);
    }

    private boolean happens(double chance) {
        return chance > 0 && random.nextDouble() < chance;
    }

    private void lose(@Transfers Packet packet, NicCounter counter) {
        statistics.add(counter, 1);
        packet.release();
    }

    private void duplicate(Packet packet) {
        Packet copy = pool.allocate();
        if (copy == null) {
            return;
        }
        if (copy.capacityBytes() < packet.lengthBytes()) {
            copy.release();
            return;
        }
        copy.resize(packet.lengthBytes(), packet.originalLengthBytes());
        copy.copyFrom(packet, 0, 0, packet.lengthBytes());
        copy.timestampNs(packet.timestampNs());
        copy.port(packet.port());
        statistics.add(NicCounter.IMPAIRED_DUPLICATED, 1);
        enqueueOrLose(copy);
    }

    private void enqueueOrLose(@Transfers(onException = true) Packet copy) {
        boolean taken = false;
        try {
            enqueue(copy);
            taken = true;
        } finally {
            if (!taken) {
                lose(copy, NicCounter.IMPAIRED_DROPPED);
            }
        }
    }

    private void enqueue(@Transfers Packet packet) {
        if (queue.isFull()) {
            lose(packet, NicCounter.IMPAIRED_QUEUE_FULL);
            return;
        }
        long dueNs = sentNs(packet.lengthBytes()) + impairment.delayNs();
        if (impairment.jitterNs() > 0) {
            dueNs += random.nextLong(impairment.jitterNs());
        }
        if (happens(impairment.holdBack())) {
            dueNs += impairment.holdBackNs();
            statistics.add(NicCounter.IMPAIRED_HELD_BACK, 1);
        }
        queue.add(packet, dueNs);
    }

    /** Computes when the last bit has left, behind the last bit of the packet before. */
    private long sentNs(int lengthBytes) {
        long nowNs = nanoClock.getAsLong();
        if (!started || linkFreeNs - nowNs < 0) {
            started = true;
            linkFreeNs = nowNs;
        }
        if (impairment.rateBitsPerSecond() > 0) {
            linkFreeNs += (long) (lengthBytes * BITS_TIMES_NANOSECONDS / impairment.rateBitsPerSecond());
        }
        return linkFreeNs;
    }

    /** Returns the next packet that is due; {@code null} if none is. */
    @Acquires(when = Result.NON_NULL)
    @Nullable
    Packet takeDue() {
        return queue.size() == 0 ? null : queue.takeDue(nanoClock.getAsLong());
    }

    boolean isDue() {
        return queue.size() != 0 && queue.firstDueNs() - nanoClock.getAsLong() <= 0;
    }

    /** Returns the time until the next packet is due, at most {@code mostNs}; not positive if one is due. */
    long leftNs(long mostNs) {
        return queue.size() == 0 ? mostNs : Math.min(mostNs, queue.firstDueNs() - nanoClock.getAsLong());
    }

    boolean isEmpty() {
        return queue.size() == 0;
    }

    /** Releases all packets that are still under way. Returns their number. */
    int releaseAll() {
        int count = 0;
        for (Packet packet = queue.take(); packet != null; packet = queue.take()) {
            packet.release();
            count++;
        }
        return count;
    }
}
