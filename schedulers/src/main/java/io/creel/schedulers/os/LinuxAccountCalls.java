package io.creel.schedulers.os;

import io.creel.core.os.NativeCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The account as Linux keeps it. The thread that makes an instance uses it. A reading allocates nothing.
 *
 * <pre>
 *    /proc/thread-self/schedstat: CPU ns, run delay ns, slices, as decimal words
 *    struct rusage: 128 bytes of other fields, then the voluntary switches
 * </pre>
 */
final class LinuxAccountCalls implements AccountCalls {
    private static final long CLOCK_GETTIME = NativeCall.number(228, 113);
    private static final long GETRUSAGE = NativeCall.number(98, 165);
    private static final long PREAD = NativeCall.number(17, 67);
    private static final long OPENAT = NativeCall.number(257, 56);
    private static final long CLOSE = NativeCall.number(3, 57);
    private static final int THREAD_CPUTIME = 3;
    private static final int RUSAGE_THREAD = 1;
    private static final int READ_ONLY_CLOEXEC = 0x80000;
    private static final int HERE = -100;
    private static final int TEXT_BYTES = 96;
    private static final int VOLUNTARY = 128;
    private static final int SCRATCH_BYTES = 256;
    private static final String FILE = "/proc/thread-self/schedstat";
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private final LongSupplier nanoClock;
    private @Nullable NativeCall calls;
    private final MemorySegment memory;
    private final @Nullable String refusal;
    private int file = -1;

    LinuxAccountCalls(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        memory = Arena.ofAuto().allocate(SCRATCH_BYTES, Long.BYTES);
        refusal = open();
    }

    private @Nullable String open() {
        String missing = NativeCall.refusal();
        if (missing != null) {
            return missing;
        }
        calls = new NativeCall();
        memory.setString(0, FILE);
        file = (int) calls.call(OPENAT, HERE, memory.address(), READ_ONLY_CLOEXEC, 0, 0, 0);
        if (file < 0) {
            return Refusals.name(-file) + ": " + FILE + " cannot be opened"
                    + (-file == Refusals.EMFILE ? "; raise ulimit -n" : ", the kernel keeps no run delay");
        }
        return null;
    }

    @Override
    public @Nullable String refusal() {
        return refusal;
    }

    @Override
    public long wallNs() {
        return nanoClock.getAsLong();
    }

    private long call(long number, long a, long b, long c, long d) {
        NativeCall kernel = calls;
        long result = kernel == null ? -1 : kernel.call(number, a, b, c, d, 0, 0);
        Reference.reachabilityFence(this); // the kernel writes to the memory
        return result;
    }

    @Override
    public long cpuNs() {
        call(CLOCK_GETTIME, THREAD_CPUTIME, memory.address(), 0, 0);
        return memory.get(LONG, 0) * 1_000_000_000 + memory.get(LONG, Long.BYTES);
    }

    @Override
    public long runDelayNs() {
        long bytes = call(PREAD, file, memory.address(), TEXT_BYTES, 0);
        long at = 0;
        while (at < bytes && memory.get(BYTE, at) != ' ') {
            at++;
        }
        long ns = 0;
        for (at++; at < bytes && memory.get(BYTE, at) != ' '; at++) {
            ns = 10 * ns + memory.get(BYTE, at) - '0';
        }
        return ns;
    }

    @Override
    public long voluntarySwitches() {
        call(GETRUSAGE, RUSAGE_THREAD, memory.address(), 0, 0);
        return memory.get(LONG, VOLUNTARY);
    }

    @Override
    public void close() {
        if (file >= 0) {
            call(CLOSE, file, 0, 0, 0);
            file = -1;
        }
    }
}
