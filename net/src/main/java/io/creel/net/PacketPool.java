package io.creel.net;

import io.creel.core.CheckReturnValue;
import io.creel.net.internal.Faults;
import io.creel.net.internal.Rounds;
import io.creel.net.os.PageMemory;
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;

/**
 * A fixed number of packets with their buffers, one after the other in one block of off-heap memory.
 *
 * <p>
 * Any thread may allocate and any thread may release, at O(1), without locks and without garbage. Exhaustion is a
 * return value and is counted.
 *
 * <p>
 * {@link #close()} gives the memory back to the system, then or when the last packet comes home; the pool of a NIC is closed
 * with it. The addresses stay valid as long as anything reaches the pool or one of its packets, so a packet that outlives its
 * NIC can be used until its release, and a stale reference is an exception or a wrong value, never a wild pointer.
 */
public final class PacketPool implements AutoCloseable {
    /** Buffers start on multiples of this, a cache line. */
    private static final int ALIGNMENT_BYTES = 64;

    private final String name;
    private final int capacity;
    private final int bufferBytes;
    private final int headroomBytes;
    /** Whole pages, because a driver may share them with the kernel. */
    private final PageMemory memory;
    private final Packet[] packets;
    private final MpmcVarHandleArrayQueue<Packet> free;
    private final AtomicLong exhausted = new AtomicLong();
    private final AtomicLong givenBack = new AtomicLong();
    /** Written once, by the close; read at each release. */
    private volatile boolean closed;
    private final Rounds collecting = new Rounds();
    /** Packets that are home for good. Written by the collecting thread. */
    private volatile int collected;

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
        memory = new PageMemory((long) capacity * this.bufferBytes, "pool=" + name);
        packets = new Packet[capacity];
        free = new MpmcVarHandleArrayQueue<>(capacity);
        for (int i = 0; i < capacity; i++) {
            packets[i] = new Packet(this, i, memory.address() + (long) i * this.bufferBytes);
            free.offer(packets[i]);
        }
    }

    /** An empty packet, owned by the caller; null if all are out or the pool is closed, which is counted. */
    @CheckReturnValue
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
    Packet lend(Object driver) {
        Packet packet = free.poll();
        if (packet != null) {
            packet.lent(driver);
        }
        return packet;
    }

    /** Whoever owns it. */
    Packet packet(int index) {
        if (index < 0 || index >= capacity) {
            throw new IndexOutOfBoundsException(
                    "no such packet: pool=" + name + ", index=" + index + ", capacity=" + capacity);
        }
        return packets[index];
    }

    void giveBack(Packet packet) {
        if (!free.offer(packet)) {
            throw new IllegalStateException(
                    "pool overflows: pool=" + name + ", capacity=" + capacity + ", packet=" + packet);
        }
        // Pairs with the close, which writes the mark and then empties the queue: one of the two sees the other.
        if (closed) {
            collect();
        }
    }

    /**
     * Gives no packet out any more, and gives the memory back to the system once every packet is home: now or at the last
     * release. Any thread; twice does nothing.
     */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            collect();
        }
    }

    /** Takes free packets out for good; frees the memory with the last. A thread that comes meanwhile leaves a mark. */
    private void collect() {
        if (!collecting.enter()) {
            return;
        }
        Throwable fault = null;
        do {
            int before = collected;
            int home = before;
            while (free.poll() != null) {
                home++;
            }
            if (home != before) {
                collected = home;
                if (home == capacity) {
                    fault = discarded();
                }
            }
        } while (collecting.again());
        Faults.rethrow(fault);
    }

    /** Frees the memory; returns what that has thrown. */
    private Throwable discarded() {
        try {
            memory.discard();
            return null;
        } catch (Throwable fault) {
            return fault;
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
        return capacity - free.size() - collected;
    }

    void countGivenBack() {
        givenBack.getAndIncrement();
    }

    /** How many packets the runtime has released because their coroutine ended without doing so; see {@link PacketBody}. */
    public long givenBack() {
        return givenBack.get();
    }

    /** How often {@link #allocate()} came back empty. */
    public long exhausted() {
        return exhausted.get();
    }
}
