package io.creel.schedulers.os;

import io.creel.core.Coroutine;
import io.creel.schedulers.scaling.CoreLending;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Lends the CPUs of inactive workers to threads of the application, by affinity.
 *
 * <p>
 * A thread that borrows may run on the CPUs it was allowed before, without those of active workers. If nothing would be
 * left, it shares the CPU of worker 0, which is always active. When a worker is to serve again, borrowers leave its CPU
 * first: a woken worker would otherwise wait for the slice of a thread that runs there. A worker under
 * {@code SCHED_DEADLINE} also gives its reserved runtime back while its CPU is lent.
 *
 * <pre>
 *   lend(i), on worker i         sched_setaffinity(each borrower, its CPUs with worker i's)
 *                                SCHED_DEADLINE only: sched_setattr(worker i, default)
 *   reclaim(i), on the decider   sched_setaffinity(each borrower, its CPUs without worker i's)
 *                                SCHED_DEADLINE only: sched_setattr(worker i, its policy)
 *   give back, close             sched_setaffinity(borrower, as before it borrowed)
 * </pre>
 *
 * <p>
 * Threads: any. No thread waits for another: if two changes meet, the first caller applies both. A call costs one
 * system call per borrower whose CPUs change. Affinities of threads end with them, so nothing is left after a kill.
 */
public final class LentCores implements CoreLending, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.creel.schedulers.os");
    private static final int ENDED = -3; // ESRCH

    /** A thread that borrows: its number in the kernel, its CPUs before, and those it has now. */
    private static final class Borrower {
        final int tid;
        final CpuSet before;
        volatile CpuSet now;

        Borrower(int tid, CpuSet before) {
            this.tid = tid;
            this.before = before;
            now = before;
        }
    }

    private final ThreadCalls calls;
    private final int[] cpuOfWorker;
    private final SchedulingPolicy policy;
    private final Map<Thread, Borrower> borrowers = new ConcurrentHashMap<>();
    /** 1 for each worker whose CPU is lent. */
    private final AtomicIntegerArray lent;
    /** The kernel's number of each worker's thread; 0 if it has not begun. */
    private final AtomicIntegerArray tids;
    /** How many changes have not been applied; the thread that makes it 1 applies. */
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicLong lends = new AtomicLong();
    private final AtomicLong reclaims = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private volatile boolean closed;

    /** Lends these CPUs, of which worker i has the i-th; none if nothing can be lent. */
    LentCores(ThreadCalls calls, CpuSet cpus, SchedulingPolicy policy) {
        this.calls = calls;
        this.policy = policy;
        cpuOfWorker = cpus.numbers();
        lent = new AtomicIntegerArray(cpuOfWorker.length);
        tids = new AtomicIntegerArray(cpuOfWorker.length);
    }

    /** Notes which thread runs a worker. Called on that thread. */
    void begins(int worker) {
        if (worker < tids.length()) {
            tids.set(worker, calls.self());
        }
    }

    /**
     * Lets the calling thread run on lent CPUs from now on, and keeps it off those of active workers. Does nothing if
     * the thread borrows already, or if nothing can be lent.
     *
     * @throws IllegalStateException
     *             if the caller is a coroutine or a virtual thread: it has no CPUs of its own
     */
    public void borrow() {
        Coroutine coroutine = Coroutine.current();
        if (coroutine != null) {
            throw new IllegalStateException(
                    "borrow refused, a coroutine has no CPUs of its own: coroutine=" + coroutine);
        }
        Thread caller = Thread.currentThread();
        if (caller.isVirtual()) {
            throw new IllegalStateException(
                    "borrow refused, a virtual thread has no CPUs of its own: thread=" + caller);
        }
        if (cpuOfWorker.length > 0 && !closed) {
            int tid = calls.self();
            borrowers.computeIfAbsent(caller, _ -> new Borrower(tid, calls.affinity(tid)));
            apply();
            if (closed) {
                giveBack();
            }
        }
    }

    /** Gives the calling thread the CPUs back that it had before it borrowed. Outside coroutines. */
    public void giveBack() {
        restore(borrowers.remove(Thread.currentThread()));
    }

    @Override
    public void lend(int worker) {
        if (worker < lent.length()) {
            lent.set(worker, 1);
            lends.getAndIncrement();
            budget(worker, SchedulingPolicy.DEFAULT);
            apply();
        }
    }

    @Override
    public void reclaim(int worker) {
        if (worker < lent.length()) {
            lent.set(worker, 0);
            reclaims.getAndIncrement();
            apply();
            budget(worker, policy);
        }
    }

    /** Reserved runtime counts against the machine's while its thread sleeps, so a worker that sleeps gives it back. */
    private void budget(int worker, SchedulingPolicy next) {
        int tid = tids.get(worker);
        if (policy.kind() == SchedulingPolicy.Kind.DEADLINE && tid != 0 && calls.setPolicy(tid, next, true) < 0) {
            refused("worker " + worker + " did not get " + next);
        }
    }

    private void apply() {
        int pending = changes.incrementAndGet();
        if (pending > 1) {
            return; // the thread that applies looks again
        }
        while (pending != 0) {
            CpuSet serving = serving(0);
            borrowers.forEach((thread, borrower) -> move(thread, borrower, serving));
            pending = changes.addAndGet(-pending);
        }
    }

    /** Returns the CPUs of workers from a number on that are not lent. */
    private CpuSet serving(int from) {
        int[] cpus = new int[cpuOfWorker.length];
        int count = 0;
        for (int worker = from; worker < cpus.length; worker++) {
            if (lent.get(worker) == 0) {
                cpus[count++] = cpuOfWorker[worker];
            }
        }
        return CpuSet.of(Arrays.copyOf(cpus, count));
    }

    private void move(Thread thread, Borrower borrower, CpuSet serving) {
        if (!thread.isAlive()) { // its number may soon be another thread's
            borrowers.remove(thread);
            return;
        }
        CpuSet next = borrower.before.without(serving);
        if (next.isEmpty()) {
            next = borrower.before.without(serving(1));
        }
        if (next.isEmpty()) {
            next = borrower.before;
        }
        if (!next.equals(borrower.now)) {
            int result = calls.setAffinity(borrower.tid, next);
            if (result == 0) {
                borrower.now = next;
            } else if (result != ENDED) {
                refused(thread + " stays on CPUs " + borrower.now + ", " + Refusals.affinity(-result));
            }
        }
    }

    private void refused(String what) {
        if (refusals.getAndIncrement() == 0) {
            LOG.log(System.Logger.Level.WARNING, "a core was not lent or reclaimed as asked: " + what);
        }
    }

    private void restore(@Nullable Borrower borrower) {
        if (borrower != null && !borrower.now.equals(borrower.before)) {
            var _ = calls.setAffinity(borrower.tid, borrower.before); // a thread that has ended needs nothing
        }
    }

    /** {@return how many times a CPU was lent} */
    public long lends() {
        return lends.get();
    }

    /** {@return how many times a CPU was taken back} */
    public long reclaims() {
        return reclaims.get();
    }

    /** {@return how many calls the operating system has refused; the first is logged} */
    public long refusals() {
        return refusals.get();
    }

    /** Gives every borrower the CPUs back that it had before. Later calls lend nothing. */
    @Override
    public void close() {
        closed = true;
        for (Map.Entry<Thread, Borrower> entry : borrowers.entrySet()) {
            if (borrowers.remove(entry.getKey(), entry.getValue()) && entry.getKey().isAlive()) {
                restore(entry.getValue());
            }
        }
    }
}
