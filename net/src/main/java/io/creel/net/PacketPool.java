package io.creel.net;

import io.creel.core.CheckReturnValue;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.Result;
import io.creel.net.internal.Faults;
import io.creel.net.internal.Rounds;
import io.creel.net.os.PageMemory;
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of packets with their buffers, one behind the other in one block of off-heap memory.
 *
 * <p>
 * Threads: any thread may allocate and any thread may release, at O(1), without locks and without garbage. Exhaustion
 * is a return value and is counted.
 *
 * <p>
 * {@link #close()} gives the memory back to the system, at once or when the last packet returns; a NIC closes its pool
 * with itself. The addresses stay valid as long as the pool or one of its packets is reachable. So a packet that
 * outlives its NIC can be used until its release, and a stale reference causes an exception or a wrong value, never an
 * access to foreign memory.
 */
public final class PacketPool implements AutoCloseable {
    /** Buffers start at multiples of this number, a cache line. */
    private static final int ALIGNMENT_BYTES = 64;

    private final String name;
    private final int capacity;
    private final int bufferBytes;
    private final int headroomBytes;
    /** The memory of all buffers; whole pages, because a driver may share them with the kernel. */
    private final PageMemory memory;
    private final Packet[] packets;
    private final MpmcVarHandleArrayQueue<Packet> free;
    private final AtomicLong exhausted = new AtomicLong();
    private final AtomicLong givenBack = new AtomicLong();
    /** Whether the pool is closed. Written once, by the close; read at each release. */
    private volatile boolean closed;
    private final Rounds collecting = new Rounds();
    /** The number of packets that have returned for good. Written by the collecting thread. */
    private volatile int collected;

    /**
     * Makes a pool whose packets are all free.
     *
     * @param name for messages
     * @param capacity the number of packets, at least 2
     * @param bufferBytes the length of each buffer, headroom included; rounded up to a multiple of 64
     * @param headroomBytes the free room in front of a new packet
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

    /**
     * Takes a packet out of the pool.
     *
     * @return an empty packet, owned by the caller; {@code null} if all are in use or the pool is closed, which is
     *        counted
     */
    @CheckReturnValue
    @Acquires(when = Result.NON_NULL)
    public @Nullable Packet allocate() {
        Packet packet = free.poll();
        if (packet == null) {
            exhausted.getAndIncrement();
            return null;
        }
        packet.allocated();
        return packet;
    }

    /**
     * Takes a packet in flight, for a driver to receive into. Returns {@code null} if all are in use, which is not
     * counted.
     */
    Packet lend(Object driver) {
        Packet packet = free.poll();
        if (packet != null) {
            packet.lent(driver);
        }
        return packet;
    }

    /** Returns a packet by its number, in any state. */
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
        // Pairs with the close, which writes the mark and then empties the queue: at least one of the two sees the
        // other.
        if (closed) {
            collect();
        }
    }

    /**
     * Gives out no packet any more, and gives the memory back to the system once every packet has returned: now or at
     * the last release. Threads: any. A second close does nothing.
     */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            collect();
        }
    }

    /**
     * Takes free packets out for good, and frees the memory with the last of them. A thread that comes meanwhile leaves
     * a mark.
     */
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

    /** Frees the memory. Returns the exception of that, or {@code null}. */
    private @Nullable Throwable discarded() {
        try {
            memory.discard();
            return null;
        } catch (Throwable fault) {
            return fault;
        }
    }

    /** {@return the name in messages} */
    public String name() {
        return name;
    }

    /** {@return the number of packets, free or in use} */
    public int capacity() {
        return capacity;
    }

    /** {@return the length of each buffer, headroom included} */
    public int bufferBytes() {
        return bufferBytes;
    }

    /**
     * {@return the address of the first buffer; the others follow in order; for drivers that share the memory with the
     * kernel}
     */
    public long address() {
        return memory.address();
    }

    /** {@return the free room in front of a new packet} */
    public int headroomBytes() {
        return headroomBytes;
    }

    /** {@return how many packets are in use; exact while no thread allocates or releases} */
    public int outstanding() {
        return capacity - free.size() - collected;
    }

    void countGivenBack() {
        givenBack.getAndIncrement();
    }

    /**
     * {@return how many packets the runtime has released because their coroutine ended without doing so, see {@link
     * PacketBody}}
     */
    public long givenBack() {
        return givenBack.get();
    }

    /** {@return how often {@link #allocate()} found no free packet} */
    public long exhausted() {
        return exhausted.get();
    }
}
