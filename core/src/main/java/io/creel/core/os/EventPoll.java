package io.creel.core.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Blocks a thread in {@code ppoll} until one of its descriptors is readable, until {@link #signal()}, or until a
 * time is over. The signal is an {@code eventfd} of this object. The descriptor is opened at the first use.
 *
 * <pre>
 *    struct timespec            struct pollfd, the signal first, then the descriptors of the caller
 *    0         8                16       20      22      24
 *   +---------+-----------+    +--------+-------+-------+----
 *   | seconds |nanoseconds|    |   fd   |events |revents| ...
 *   +---------+-----------+    +--------+-------+-------+----
 * </pre>
 *
 * <p>
 * Threads: one at a time adds descriptors and waits. Any thread signals, and any thread closes, once; the last of
 * them closes the descriptor, so that no signal is ever written to another file with the same number. Nothing
 * allocates after the first use, unless the number of descriptors grows.
 */
public final class EventPoll implements AutoCloseable {
    /** The result of {@link #await}: the time is over, or a signal of the operating system came. */
    public static final int TIMED_OUT = 0;
    /** The result of {@link #await}: {@link #signal()} was called. */
    public static final int SIGNALLED = 1;
    /** The result of {@link #await}: a descriptor is readable or has an error. */
    public static final int READABLE = 2;

    private static final long EVENTFD2 = NativeCall.number(290, 19);
    private static final long PPOLL = NativeCall.number(271, 73);
    private static final long READ = NativeCall.number(0, 63);
    private static final long WRITE = NativeCall.number(1, 64);
    private static final long CLOSE = NativeCall.number(3, 57);

    private static final int NONBLOCK_CLOEXEC = 0x80800;
    private static final int POLLIN = 1;
    private static final int EINTR = 4;
    private static final int ENTRIES = 16;
    private static final int ENTRY_BYTES = 8;
    private static final int EVENTS = 4;
    private static final int RETURNED_EVENTS = 6;
    private static final int FIRST_DESCRIPTORS = 4;
    private static final long SECOND_NS = 1_000_000_000;
    /** The longest wait in nanoseconds, about 31 years: the kernel refuses values near the largest. */
    private static final long LONGEST_NS = SECOND_NS * SECOND_NS;
    private static final int CLOSED = Integer.MIN_VALUE;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private final NativeCall calls = new NativeCall();
    /** What a signal writes, and where the waiting thread reads it to. */
    private final MemorySegment one = Arena.ofAuto().allocate(2 * Long.BYTES, Long.BYTES);
    private MemorySegment block = entries(FIRST_DESCRIPTORS);
    /** How many entries are in use, that of the signal included. Written by the waiting thread. */
    private int size = 1;
    /** The {@code eventfd}; written by the waiting thread before a signal can need it. */
    private int event = -1;
    /** How many threads write a signal now; the sign bit says that this object is closed. */
    private final AtomicInteger users = new AtomicInteger();

    /** Makes an object that has opened nothing yet. */
    public EventPoll() {
        one.set(LONG, 0, 1);
    }

    private static MemorySegment entries(int count) {
        return Arena.ofAuto().allocate(ENTRIES + (long) ENTRY_BYTES * (1 + count), Long.BYTES);
    }

    /**
     * Tries once whether this process can wait in this way.
     *
     * @return why it cannot, as a clause for a message; {@code null} if it can
     */
    public static @Nullable String refusal() {
        return Probe.REFUSAL;
    }

    /** Runs once per process. */
    private static final class Probe {
        static final @Nullable String REFUSAL = probe();

        private static @Nullable String probe() {
            String refusal = NativeCall.refusal();
            if (refusal != null) {
                return refusal;
            }
            try (EventPoll tried = new EventPoll()) {
                int error = tried.open();
                if (error == 0) {
                    tried.signal();
                    tried.begin();
                    int result = tried.await(0);
                    error = result == SIGNALLED ? 0 : result;
                }
                return error == 0 ? null : "the kernel refuses eventfd or ppoll: errno=" + -error;
            }
        }
    }

    /**
     * Opens the signal, if it is not open.
     *
     * @return 0, or the negative error number
     */
    public int open() {
        if (event < 0) {
            int result = (int) calls.call(EVENTFD2, 0, NONBLOCK_CLOEXEC, 0, 0, 0, 0);
            if (result < 0) {
                return result;
            }
            event = result;
            block.set(INT, ENTRIES, event);
            block.set(SHORT, ENTRIES + EVENTS, (short) POLLIN);
        }
        return 0;
    }

    /** Forgets the descriptors that were added for the wait before. */
    public void begin() {
        size = 1;
    }

    /**
     * Adds a descriptor to the next wait.
     *
     * @param descriptor
     *            open until the wait has ended
     */
    public void add(int descriptor) {
        long at = ENTRIES + (long) ENTRY_BYTES * size;
        if (at == block.byteSize()) {
            MemorySegment larger = entries(2 * size);
            MemorySegment.copy(block, 0, larger, 0, block.byteSize());
            block = larger;
        }
        block.set(INT, at, descriptor);
        block.set(SHORT, at + EVENTS, (short) POLLIN);
        size++;
    }

    /**
     * Blocks the calling platform thread, after {@link #open()}. Takes the signal, if there was one.
     *
     * @param timeoutNs
     *            how long at most, in nanoseconds
     * @return one of the constants, or a negative error number
     */
    public int await(long timeoutNs) {
        long bounded = Math.clamp(timeoutNs, 0, LONGEST_NS);
        MemorySegment entries = block;
        entries.set(LONG, 0, bounded / SECOND_NS); // each time, because the raw system call leaves the rest there
        entries.set(LONG, Long.BYTES, bounded % SECOND_NS);
        long address = entries.address();
        try {
            int ready = (int) calls.call(PPOLL, address + ENTRIES, size, address, 0, 0, 0);
            if (ready <= 0) {
                return ready == -EINTR ? TIMED_OUT : ready;
            }
            if (entries.get(SHORT, ENTRIES + RETURNED_EVENTS) == 0) {
                return READABLE;
            }
            calls.call(READ, event, one.address() + Long.BYTES, Long.BYTES, 0, 0, 0); // takes the signal
            return ready == 1 ? SIGNALLED : READABLE;
        } finally {
            // The kernel writes to the memory; the garbage collector must not free it before.
            Reference.reachabilityFence(entries);
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Ends the present wait, or else the next one at once. Does nothing after a close. Any thread, after
     * {@link #open()} in another thread's order; never blocks.
     */
    public void signal() {
        int now = users.get();
        while (now >= 0) {
            if (users.compareAndSet(now, now + 1)) {
                // It cannot fail: the counter is far from its bound, and the descriptor does not block.
                NativeCall.callWithoutResult(WRITE, event, one.address(), Long.BYTES);
                Reference.reachabilityFence(this);
                leave();
                return;
            }
            now = users.get();
        }
    }

    @Override
    public void close() {
        if (users.getAndUpdate(now -> now < 0 ? now : now + CLOSED + 1) >= 0) {
            leave();
        }
    }

    /**
     * The last user of a closed object closes the descriptor; the closing thread is a user too. No user enters after
     * the close, so the count reaches {@code CLOSED} once.
     */
    private void leave() {
        if (users.decrementAndGet() == CLOSED && event >= 0) {
            new NativeCall().call(CLOSE, event, 0, 0, 0, 0, 0);
        }
    }
}
