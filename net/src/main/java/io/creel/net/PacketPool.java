package io.creel.net;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;

/**
 * A fixed number of packets with their buffers, one after the other in one block of off-heap memory.
 *
 * <p>
 * Any thread may allocate and any thread may release, at O(1), without locks and without garbage. Exhaustion is a
 * return value and is counted. The memory lives as long as anything reaches the pool or one of its packets, so a packet
 * that outlives its NIC is a leak and never a wild pointer.
 */
public final class PacketPool {
    /** Buffers start on multiples of this, a cache line. */
    private static final int ALIGNMENT_BYTES = 64;
    /** The first buffer starts on a multiple of this: memory that a driver shares with the kernel is whole pages. */
    private static final int PAGE_BYTES = 4096;

    private final String name;
    private final int capacity;
    private final int bufferBytes;
    private final int headroomBytes;
    /** Held because the collector frees the memory once nothing reaches this. */
    private final MemorySegment memory;
    private final Packet[] packets;
    private final MpmcVarHandleArrayQueue<Packet> free;
    private final AtomicLong exhausted = new AtomicLong();

    /**
     * @param name
     *            for messages
     * @param capacity
     *            the number of packets, at least 2
     * @param bufferBytes
     *            of each packet, headroom included; rounded up to a multiple of 64
     * @param headroomBytes
     *            what stays free in front of a fresh packet
     */
    public PacketPool(String name, int capacity, int bufferBytes, int headroomBytes) {
        if (capacity < 2 || headroomBytes < 0 || bufferBytes <= headroomBytes
                || bufferBytes > Integer.MAX_VALUE - ALIGNMENT_BYTES) {
            throw new IllegalArgumentException("impossible pool: name=" + name + ", capacity=" + capacity
                    + ", bufferBytes=" + bufferBytes + ", headroomBytes=" + headroomBytes);
        }
        this.name = name;
        this.capacity = capacity;
        this.bufferBytes = (bufferBytes + ALIGNMENT_BYTES - 1) & -ALIGNMENT_BYTES;
        this.headroomBytes = headroomBytes;
        memory = Arena.ofAuto().allocate((long) capacity * this.bufferBytes, PAGE_BYTES);
        packets = new Packet[capacity];
        free = new MpmcVarHandleArrayQueue<>(capacity);
        for (int i = 0; i < capacity; i++) {
            packets[i] = new Packet(this, i, memory.address() + (long) i * this.bufferBytes);
            free.offer(packets[i]);
        }
    }

    /** An empty packet, owned by the caller; null if all are out, which is counted. */
    public Packet allocate() {
        Packet packet = free.poll();
        if (packet == null) {
            exhausted.getAndIncrement();
            return null;
        }
        packet.allocated();
        return packet;
    }

    /** An empty packet in flight, for a driver to receive into; null if all are out, which is not counted. */
    Packet lend() {
        Packet packet = free.poll();
        if (packet != null) {
            packet.lent();
        }
        return packet;
    }

    /** Whoever owns it. */
    Packet packet(int index) {
        return packets[index];
    }

    void giveBack(Packet packet) {
        if (!free.offer(packet)) {
            throw new IllegalStateException(
                    "pool overflows: pool=" + name + ", capacity=" + capacity + ", packet=" + packet);
        }
    }

    public String name() {
        return name;
    }

    public int capacity() {
        return capacity;
    }

    public int bufferBytes() {
        return bufferBytes;
    }

    /** Where the first buffer starts; the others follow in order. For drivers that share the memory with the kernel. */
    public long address() {
        return memory.address();
    }

    public int headroomBytes() {
        return headroomBytes;
    }

    /** The packets that are not in the pool; exact while nobody allocates or releases. */
    public int outstanding() {
        return capacity - free.size();
    }

    /** How often {@link #allocate()} came back empty. */
    public long exhausted() {
        return exhausted.get();
    }
}
