package io.creel.schedulers.vthreads;

import io.creel.core.Coroutine;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerGroup;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds virtual threads that do not let their worker go. Pinned threads block it below a native frame, in a class
 * initialiser or in a file; other threads compute beyond the budget of their class. Neither can be helped from outside,
 * so both are reported with their stack; for pinned threads, {@link SpareWorkers} lets another worker take over.
 *
 * <p>
 * A thread counts as blocked if its state says so. If its state says runnable, it counts as blocked if its worker has
 * used less than a quarter of the time between two checks: it is in a system call, or others have the processor.
 *
 * <p>
 * Threads: one thread that is no worker's calls {@link #check}, at least twice in the time that is allowed; any thread
 * calls {@link #blocked()}. O(workers) per check.
 */
public final class ThreadWatch {
    private static final ThreadMXBean TIMES = ManagementFactory.getThreadMXBean();
    private static final int LEAST_BUSY = 4;

    private final WorkerGroup group;
    private final long boundNs;
    private final Consumer<Held> report;
    private final Seen[] seen;
    private volatile int blocked;

    /** Why a thread keeps a worker. */
    public enum Cause {
        /** The thread waits, and cannot leave its worker. */
        PINNED,
        /** The thread computes. */
        OVERRUN
    }

    /**
     * A worker that a virtual thread does not let go.
     *
     * @param cause
     *            why the thread keeps it
     * @param worker
     *            the name of the worker
     * @param thread
     *            the name of the thread
     * @param seenForNs
     *            for how many nanoseconds the thread has been seen there; it may have been there longer
     * @param frames
     *            the thread's stack, innermost frame first
     */
    public record Held(Cause cause, String worker, String thread, long seenForNs, List<StackTraceElement> frames) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("worker is held: cause=" + cause + ", worker=" + worker + ", thread="
                    + thread + ", seenForNs=" + seenForNs);
            frames.forEach(frame -> text.append("\n    at ").append(frame));
            return text.toString();
        }
    }

    /**
     * Makes a watch.
     *
     * @param group
     *            its workers are watched
     * @param boundNs
     *            how long a thread may keep a worker, in nanoseconds, before it is reported; at least 1
     * @param report
     *            called once per thread and cause, on the thread that checks
     */
    public ThreadWatch(WorkerGroup group, long boundNs, Consumer<Held> report) {
        if (boundNs < 1) {
            throw new IllegalArgumentException("bound must be at least 1: group=" + group + ", boundNs=" + boundNs);
        }
        this.group = group;
        this.boundNs = boundNs;
        this.report = Objects.requireNonNull(report, "report");
        seen = new Seen[group.size()];
    }

    /** {@return how many workers were blocked by pinned threads at the last check} */
    public int blocked() {
        return blocked;
    }

    /**
     * Looks at every worker.
     *
     * @param nowNs
     *            the time in nanoseconds, of any clock that only goes forward
     * @return how many threads were reported
     */
    @SuppressWarnings("NullAway") // a place is empty if no thread is on the worker
    public int check(long nowNs) {
        int reported = 0;
        int pinned = 0;
        for (int i = 0; i < seen.length; i++) {
            Worker worker = group.worker(i);
            Seen now = look(worker, seen[i], nowNs);
            seen[i] = now;
            if (now == null || nowNs - now.sinceNs < boundNs) {
                continue;
            }
            pinned += now.cause == Cause.PINNED ? 1 : 0;
            if (now.cause != now.reported) {
                now.reported = now.cause;
                reported++;
                report.accept(new Held(now.cause, worker.name(), now.thread.getName(), nowNs - now.sinceNs,
                        List.of(now.thread.getStackTrace())));
            }
        }
        blocked = pinned;
        return reported;
    }

    /** {@return the virtual thread on a worker now, {@code null} if there is none} */
    @SuppressWarnings("NullAway") // a carrier that runs a coroutine has a thread
    private static @Nullable Seen look(Worker worker, @Nullable Seen before, long nowNs) {
        long resumed = worker.carrier().counters().resumed();
        Coroutine running = worker.carrier().running();
        Thread thread = running == null ? null : running.thread();
        if (thread == null) {
            return null;
        }
        long cpuNs = TIMES.getThreadCpuTime(worker.carrier().thread().threadId());
        if (before == null || before.resumed != resumed || before.thread != thread) {
            return new Seen(thread, resumed, nowNs, cpuNs);
        }
        boolean waits = switch (thread.getState()) {
            case WAITING, TIMED_WAITING, BLOCKED -> true;
            default -> (cpuNs - before.cpuNs) * LEAST_BUSY < nowNs - before.lookedNs;
        };
        before.cause = waits ? Cause.PINNED : Cause.OVERRUN;
        before.cpuNs = cpuNs;
        before.lookedNs = nowNs;
        return before;
    }

    private static final class Seen {
        private final Thread thread;
        private final long resumed;
        private final long sinceNs;
        private long lookedNs;
        private long cpuNs;
        private @Nullable Cause cause;
        private @Nullable Cause reported;

        Seen(Thread thread, long resumed, long nowNs, long cpuNs) {
            this.thread = thread;
            this.resumed = resumed;
            this.cpuNs = cpuNs;
            sinceNs = nowNs;
            lookedNs = nowNs;
        }
    }
}
