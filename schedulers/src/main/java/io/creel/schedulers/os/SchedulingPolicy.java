package io.creel.schedulers.os;

/**
 * The kernel's scheduling policy of a thread, see {@code sched(7)}. A thread that it starts gets the default policy.
 *
 * @param kind
 *            the policy
 * @param nice
 *            for {@link Kind#OTHER}, from −20 (most time) to 19; compares threads of one session only, if the kernel
 *            groups sessions
 * @param priority
 *            for {@link Kind#FIFO}, from 1 to 99 (first)
 * @param runtimeNs
 *            for {@link Kind#DEADLINE}: the time that it gets in each period, in nanoseconds
 * @param periodNs
 *            for {@link Kind#DEADLINE}: the period, which is also the relative deadline, in nanoseconds
 */
public record SchedulingPolicy(Kind kind, int nice, int priority, long runtimeNs, long periodNs) {
    /** The default of a thread. */
    public static final SchedulingPolicy DEFAULT = new SchedulingPolicy(Kind.OTHER, 0, 0, 0, 0);
    /** 0.9 ms of each 1 ms: the constants of Snap's MicroQuanta, on a stock kernel. */
    public static final SchedulingPolicy MICRO_QUANTA = deadline(900_000, 1_000_000);

    private static final int MIN_NICE = -20;
    private static final int MAX_NICE = 19;
    private static final int MAX_PRIORITY = 99;
    /** The shortest runtime that the kernel takes. */
    private static final long MIN_RUNTIME_NS = 1_024;

    /** The policies, with their numbers in the kernel. */
    public enum Kind {
        /** Fair shares, weighted by the nice value. */
        OTHER(0),
        /** Before all threads of fair shares, until it sleeps. */
        FIFO(1),
        /** A reserved runtime in each period. */
        DEADLINE(6);

        final int number;

        Kind(int number) {
            this.number = number;
        }
    }

    /** Checks the numbers. */
    public SchedulingPolicy {
        if (nice < MIN_NICE || nice > MAX_NICE || kind != Kind.OTHER && nice != 0) {
            throw new IllegalArgumentException("nice value out of range: nice=" + nice + ", from=-20, to=19");
        }
        if (kind == Kind.FIFO ? priority < 1 || priority > MAX_PRIORITY : priority != 0) {
            throw new IllegalArgumentException("priority out of range: priority=" + priority + ", from=1, to=99");
        }
        if (kind == Kind.DEADLINE && (runtimeNs < MIN_RUNTIME_NS || runtimeNs > periodNs)) {
            throw new IllegalArgumentException("the runtime must be at least " + MIN_RUNTIME_NS
                    + " ns and at most the period: runtimeNs=" + runtimeNs + ", periodNs=" + periodNs);
        }
    }

    /**
     * {@return fair shares with a weight}
     *
     * @param nice
     *            from −20 (most time) to 19
     */
    public static SchedulingPolicy nice(int nice) {
        return new SchedulingPolicy(Kind.OTHER, nice, 0, 0, 0);
    }

    /**
     * {@return before all threads of fair shares} A worker under it must sleep when it has no work: the kernel stops a
     * thread that spins, for 50 ms of each second and longer.
     *
     * @param priority
     *            from 1 to 99 (first)
     */
    public static SchedulingPolicy fifo(int priority) {
        return new SchedulingPolicy(Kind.FIFO, 0, priority, 0, 0);
    }

    /**
     * {@return a reserved runtime in each period}
     *
     * @param runtimeNs
     *            nanoseconds, at least 1,024
     * @param periodNs
     *            nanoseconds, at least the runtime
     */
    public static SchedulingPolicy deadline(long runtimeNs, long periodNs) {
        return new SchedulingPolicy(Kind.DEADLINE, 0, 0, runtimeNs, periodNs);
    }

    /** {@return whether a thread under it runs before all threads of fair shares} */
    public boolean isRealtime() {
        return kind != Kind.OTHER;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case OTHER -> "nice " + nice;
            case FIFO -> "SCHED_FIFO " + priority;
            case DEADLINE -> "SCHED_DEADLINE " + runtimeNs / 1e6 + "/" + periodNs / 1e6 + " ms";
        };
    }
}
