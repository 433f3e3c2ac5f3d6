package io.creel.cli.groups;

import io.creel.cli.CpuWork;
import io.creel.core.Coroutine;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.where.Where;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The handles of a run, each with a number: when it was due, when it ended, and how often it ran. The sender waits
 * without spinning, because it may share a core with a worker.
 */
final class TrialHandles {
    private static final long LOOK_NS = 1_000_000;

    private final CpuWork work;
    private final int pieces;
    private final LongSupplier nanoClock;
    private final Thread sender = Thread.currentThread();
    private final AtomicIntegerArray runs;
    private final long[] dueNs;
    private final long[] endedNs;
    private final AtomicInteger left = new AtomicInteger();
    private final int[] results = new int[1];
    private int made;
    private int refused;

    /**
     * Prepares handles.
     *
     * @param count
     *            how many at most
     * @param pieces
     *            how many pieces of work each does, with a checkpoint after each
     */
    TrialHandles(int count, CpuWork work, int pieces, LongSupplier nanoClock) {
        this.work = work;
        this.pieces = pieces;
        this.nanoClock = nanoClock;
        runs = new AtomicIntegerArray(count);
        dueNs = new long[count];
        endedNs = new long[count];
    }

    /** Places a handle whose argument is an engine. */
    void place(Placement placement, long due, int engine) {
        int number = made++;
        dueNs[number] = due;
        left.getAndIncrement();
        Coroutine handle = Coroutine.create(this::run, new Job(number, engine));
        if (!placement.place(handle, Where.NONE)) {
            handle.abandon();
            left.getAndDecrement();
            refused++;
        }
    }

    /** The argument of a handle. */
    record Job(int number, int engine) {
        static int engineOf(Coroutine handle) {
            return ((Job) handle.argument()).engine;
        }
    }

    private void run(Job job) {
        long state = 1;
        for (int i = 0; i < pieces; i++) {
            state = work.piece(state);
            Coroutine.checkpoint();
        }
        results[0] = (int) state;
        endedNs[job.number] = nanoClock.getAsLong();
        runs.getAndIncrement(job.number);
        if (left.decrementAndGet() == 0) {
            LockSupport.unpark(sender);
        }
    }

    /** Waits until all handles placed so far have ended. On the sender's thread. */
    void await() {
        while (left.get() > 0) {
            LockSupport.parkNanos(this, LOOK_NS);
        }
    }

    int made() {
        return made;
    }

    /** {@return how many handles a full queue has refused} */
    int refused() {
        return refused;
    }

    /** {@return how long a handle took from when it was due, in nanoseconds; negative if it was refused} */
    long tookNs(int number) {
        return endedNs[number] == 0 ? -1 : endedNs[number] - dueNs[number];
    }

    /** {@return how many handles never ran, apart from those refused} */
    int lost() {
        int lost = 0;
        for (int i = 0; i < made; i++) {
            lost += runs.get(i) == 0 ? 1 : 0;
        }
        return lost - refused;
    }

    /** {@return how many handles ran more than once} */
    int twice() {
        int twice = 0;
        for (int i = 0; i < made; i++) {
            twice += runs.get(i) > 1 ? 1 : 0;
        }
        return twice;
    }
}
