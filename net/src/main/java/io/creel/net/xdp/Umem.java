package io.creel.net.xdp;

import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.driver.DriverPackets;

/**
 * The packet pool as the kernel sees it: chunks of a power of two bytes, and which of them the kernel holds.
 *
 * <p>
 * A chunk is held by one side at a time, and only that side's thread writes its mark; the rings order the hand-over.
 */
final class Umem {
    /** A chunk of this size takes every frame of an MTU of 1500, behind the kernel's headroom. */
    private static final int SMALL_CHUNK_BYTES = 2048;
    /** The kernel allows no chunk above a page. */
    private static final int LARGE_CHUNK_BYTES = 4096;
    /** Ethernet header and one VLAN tag. */
    private static final int LINK_BYTES = 18;

    private final PacketPool pool;
    private final DriverPackets inFlight;
    private final int shift;
    private final boolean[] held;

    Umem(PacketPool pool) {
        this.pool = pool;
        inFlight = new DriverPackets(pool.name());
        shift = Integer.numberOfTrailingZeros(pool.bufferBytes());
        held = new boolean[pool.capacity()];
    }

    /** The smallest chunk that takes a frame, or the largest there is. */
    static int chunkBytes(int mtuBytes) {
        return mtuBytes + LINK_BYTES <= roomBytes(SMALL_CHUNK_BYTES) ? SMALL_CHUNK_BYTES : LARGE_CHUNK_BYTES;
    }

    static int roomBytes(int chunkBytes) {
        return chunkBytes - XdpDescriptor.HEADROOM_BYTES;
    }

    static int frameBytes(int mtuBytes) {
        return mtuBytes + LINK_BYTES;
    }

    /** Of all queues. */
    DriverPackets inFlight() {
        return inFlight;
    }

    PacketPool pool() {
        return pool;
    }

    /** Where a packet of the pool lies, as the kernel counts. */
    long offset(long address) {
        return address - pool.address();
    }

    long address(long offset) {
        return pool.address() + offset;
    }

    void hold(int index) {
        held[index] = true;
    }

    /** The packet whose chunk contains {@code offset}, which the kernel has given back. */
    Packet take(long offset) {
        int index = (int) (offset >>> shift);
        held[index] = false;
        return DriverPackets.at(pool, index);
    }

    /** Takes back everything the kernel still holds: after the sockets are closed. */
    void takeAll() {
        for (int i = 0; i < held.length; i++) {
            if (held[i]) {
                held[i] = false;
                inFlight.complete(DriverPackets.at(pool, i));
            }
        }
    }
}
