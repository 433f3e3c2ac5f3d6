package io.creel.schedulers.os;

import io.creel.core.os.NativeCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * The calls as Linux has them.
 *
 * <pre>
 *    struct sched_attr (first version)
 *    0      4      8       16     20         24        32         40        48
 *   +------+------+-------+------+----------+---------+----------+---------+
 *   | size |policy| flags | nice | priority | runtime | deadline | period  |
 *   +------+------+-------+------+----------+---------+----------+---------+
 * </pre>
 */
final class LinuxThreadCalls implements ThreadCalls {
    private static final long GETTID = NativeCall.number(186, 178);
    private static final long SET_AFFINITY = NativeCall.number(203, 122);
    private static final long GET_AFFINITY = NativeCall.number(204, 123);
    private static final long SET_ATTR = NativeCall.number(314, 274);
    private static final long GET_ATTR = NativeCall.number(315, 275);

    private static final int ATTR_BYTES = 48;
    private static final int POLICY = 4;
    private static final int FLAGS = 8;
    private static final int NICE = 16;
    private static final int PRIORITY = 20;
    private static final int RUNTIME = 24;
    private static final int DEADLINE = 32;
    private static final int PERIOD = 40;
    private static final long RESET_ON_FORK = 1;
    private static final int MASK_BYTES = 1_024;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    @Override
    public @Nullable String refusal() {
        return NativeCall.refusal();
    }

    private static long call(long number, long a, long b, long c, long d) {
        return new NativeCall().call(number, a, b, c, d, 0, 0);
    }

    @Override
    public int self() {
        return (int) call(GETTID, 0, 0, 0, 0);
    }

    @Override
    public CpuSet affinity(int tid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(MASK_BYTES, Long.BYTES);
            long bytes = call(GET_AFFINITY, tid, MASK_BYTES, mask.address(), 0);
            return bytes <= 0 ? CpuSet.of() : CpuSet.ofWords(mask.asSlice(0, bytes).toArray(LONG));
        }
    }

    @Override
    public int setAffinity(int tid, CpuSet cpus) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(MASK_BYTES, Long.BYTES);
            MemorySegment.copy(MemorySegment.ofArray(cpus.words()), 0, mask, 0, cpus.words().length * 8L);
            return (int) call(SET_AFFINITY, tid, MASK_BYTES, mask.address(), 0);
        }
    }

    @Override
    public @Nullable SchedulingPolicy policy(int tid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(ATTR_BYTES, Long.BYTES);
            if (call(GET_ATTR, tid, attr.address(), ATTR_BYTES, 0) < 0) {
                return null;
            }
            return switch (attr.get(INT, POLICY)) {
                case 1 -> SchedulingPolicy.fifo(attr.get(INT, PRIORITY));
                case 6 -> SchedulingPolicy.deadline(attr.get(LONG, RUNTIME), attr.get(LONG, PERIOD));
                default -> SchedulingPolicy.nice(attr.get(INT, NICE));
            };
        }
    }

    @Override
    public int setPolicy(int tid, SchedulingPolicy policy, boolean resetOnFork) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(ATTR_BYTES, Long.BYTES);
            attr.set(INT, 0, ATTR_BYTES);
            attr.set(INT, POLICY, policy.kind().number);
            attr.set(LONG, FLAGS, resetOnFork ? RESET_ON_FORK : 0);
            attr.set(INT, NICE, policy.nice());
            attr.set(INT, PRIORITY, policy.priority());
            attr.set(LONG, RUNTIME, policy.runtimeNs());
            attr.set(LONG, DEADLINE, policy.periodNs());
            attr.set(LONG, PERIOD, policy.periodNs());
            return (int) call(SET_ATTR, tid, attr.address(), 0, 0);
        }
    }
}
