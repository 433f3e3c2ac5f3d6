package io.creel.net.xdp;

import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.driver.DriverPackets;

/**
 * The packet pool as the kernel uses it: chunks whose length is a power of two, and a mark for each chunk that the
 * kernel holds.
 *
 * <p>
 * One side at a time holds a chunk, and only the thread of that side writes its mark; the rings order the hand-over.
 */
final class Umem {
    /** A chunk of this length holds every frame of an MTU of 1500, behind the kernel's headroom. */
    private static final int SMALL_CHUNK_BYTES = 2048;
    /** The largest chunk: the kernel allows none above a page. */
    private static final int LARGE_CHUNK_BYTES = 4096;
    /** The Ethernet header and one VLAN tag. */
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

    /** Returns the length of the smallest chunk that holds a frame, or the largest possible length. */
    static int chunkBytes(int mtuBytes) {
        return mtuBytes + LINK_BYTES <= roomBytes(SMALL_CHUNK_BYTES) ? SMALL_CHUNK_BYTES : LARGE_CHUNK_BYTES;
    }

    static int roomBytes(int chunkBytes) {
        return chunkBytes - XdpDescriptor.HEADROOM_BYTES;
    }

    static int frameBytes(int mtuBytes) {
        return mtuBytes + LINK_BYTES;
    }

    /** Returns the packets in flight at all queues. */
    DriverPackets inFlight() {
        return inFlight;
    }

    PacketPool pool() {
        return pool;
    }

    /** Converts the address of a packet to an offset as the kernel counts it. */
    long offset(long address) {
        return address - pool.address();
    }

    long address(long offset) {
        return pool.address() + offset;
    }

    void hold(int index) {
        held[index] = true;
    }

    /** Returns the packet whose chunk contains {@code offset}; the kernel has given it back. */
    Packet take(long offset) {
        int index = (int) (offset >>> shift);
        held[index] = false;
        return DriverPackets.at(pool, index);
    }

    /** Takes back every chunk that the kernel still holds. Called after the sockets are closed. */
    void takeAll() {
        for (int i = 0; i < held.length; i++) {
            if (held[i]) {
                held[i] = false;
                inFlight.complete(DriverPackets.at(pool, i));
            }
        }
    }
}
