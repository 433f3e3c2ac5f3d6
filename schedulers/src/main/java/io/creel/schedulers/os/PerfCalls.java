package io.creel.schedulers.os;

import io.creel.core.os.NativeCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * The calls of {@code perf_event_open(2)} that record context switches of one CPU. A test overrides them. One thread.
 *
 * <pre>
 *    struct perf_event_attr, as far as it is used
 *    0      4      8        16       24            32            40      48 ...  92        96 .. 112
 *   +------+------+--------+--------+-------------+-------------+-------+-------+---------+--------+
 *   | type | size | config | period | sample_type | read_format | flags |       | clockid |        |
 *   +------+------+--------+--------+-------------+-------------+-------+-------+---------+--------+
 * </pre>
 */
class PerfCalls {
    private static final long OPEN = NativeCall.number(298, 241);
    private static final long MMAP = NativeCall.number(9, 222);
    private static final long MUNMAP = NativeCall.number(11, 215);
    private static final long IOCTL = NativeCall.number(16, 29);
    private static final long READ = NativeCall.number(0, 63);
    private static final long CLOSE = NativeCall.number(3, 57);

    private static final int ATTR_BYTES = 112;
    private static final int SOFTWARE = 1;
    private static final int DUMMY = 9;
    private static final int TID_AND_TIME = 2 | 4;
    private static final int LOST = 1 << 4;
    private static final long COMM = 1L << 9;
    private static final long SAMPLE_ID_ALL = 1L << 18;
    private static final long USE_CLOCKID = 1L << 25;
    private static final long CONTEXT_SWITCH = 1L << 26;
    private static final int CLOCK_MONOTONIC = 1;
    private static final int CLOCK_ID = 92;
    private static final int SAMPLE_TYPE = 24;
    private static final int READ_FORMAT = 32;
    private static final int FLAGS = 40;
    private static final int CLOEXEC = 8;
    private static final int DISABLE = 0x2401;
    private static final int READ_WRITE = 3;
    private static final int SHARED = 1;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    @Nullable
    String refusal() {
        return NativeCall.refusal();
    }

    private static long call(long number, long a, long b, long c, long d, long e) {
        return new NativeCall().call(number, a, b, c, d, e, 0);
    }

    /** Opens the event of a CPU. Returns its descriptor, or the negative error number. */
    int open(int cpu) {
        int opened = open(cpu, LOST);
        return opened == -Refusals.EINVAL ? open(cpu, 0) : opened; // a kernel before 6.0
    }

    private static int open(int cpu, int readFormat) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(ATTR_BYTES, Long.BYTES);
            attr.set(INT, 0, SOFTWARE);
            attr.set(INT, 4, ATTR_BYTES);
            attr.set(LONG, 8, DUMMY);
            attr.set(LONG, SAMPLE_TYPE, TID_AND_TIME);
            attr.set(LONG, READ_FORMAT, readFormat);
            attr.set(LONG, FLAGS, COMM | SAMPLE_ID_ALL | USE_CLOCKID | CONTEXT_SWITCH);
            attr.set(INT, CLOCK_ID, CLOCK_MONOTONIC);
            return (int) call(OPEN, attr.address(), -1, cpu, -1, CLOEXEC);
        }
    }

    /** Maps a ring. Returns its address, or the negative error number. */
    long map(int event, long bytes) {
        return new NativeCall().call(MMAP, 0, bytes, READ_WRITE, SHARED, event, 0);
    }

    @SuppressWarnings("restricted")
    MemorySegment memory(long address, long bytes) {
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }

    /** Ends the recording, and returns how many records found no room; 0 if the kernel does not tell. */
    long stop(int event) {
        call(IOCTL, event, DISABLE, 0, 0, 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment read = arena.allocate(2 * Long.BYTES, Long.BYTES);
            long bytes = call(READ, event, read.address(), 2 * Long.BYTES, 0, 0);
            return bytes == 2 * Long.BYTES ? read.get(LONG, Long.BYTES) : 0;
        }
    }

    void unmap(long address, long bytes) {
        call(MUNMAP, address, bytes, 0, 0, 0);
    }

    void close(int event) {
        call(CLOSE, event, 0, 0, 0, 0);
    }
}
