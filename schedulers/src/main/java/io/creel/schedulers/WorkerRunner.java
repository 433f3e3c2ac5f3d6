package io.creel.schedulers;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread of a worker. It does duty cycles until told to stop, and then the orders of the closing thread, one step
 * at a time, so that coroutines are cancelled on the thread that ran them.
 *
 * <pre>
 *   cycles --(stop, or given up)--> stopped --(order: a pass)--> stopped --(close)--> ended
 *     ^  |
 *     +--+ an Error: the same on a new thread
 * </pre>
 *
 * <p>
 * Fields are grouped by the one thread that writes them. Each order is a volatile store followed by an unpark; each
 * wait looks again after every park. A new thread is stored here before it is started: a thread that unparks the old
 * one has stored its order before that, and the new one looks before it parks.
 */
final class WorkerRunner implements Runnable {
    /** How many times a worker that dies again and again is replaced. */
    static final int MAX_REPLACEMENTS = 8;
    /** A worker that has lived for longer than this starts with all its replacements again, in nanoseconds. */
    static final long REPLACEMENT_PERIOD_NS = 1_000_000_000;
    /** How many passes may fail; later failing passes count as having found nothing. */
    private static final int MAX_FAILED_PASSES = 8;

    private final Worker worker;
    private final IdleStrategy idle;
    private final WorkerThreadSetup threadSetup;
    /** The strategy, if it uses deadlines, or {@code null}. */
    private final @Nullable DeadlineIdle deadlineIdle;
    private final LongSupplier quietNs;
    private final LongSupplier nanoClock;
    private final Runnable changed;

    // Written by the closing thread; stopping by any.
    private volatile boolean stopping;
    private volatile boolean closing;
    private volatile int passesOrdered;

    // Written by the worker's threads, one after the other.
    private volatile Thread thread;
    private volatile boolean dead;
    private volatile boolean stopped;
    private volatile boolean ended;
    private volatile int passesDone;
    private boolean begun;
    private int found;
    private int failedPasses;
    private int replacements;
    private long bornNs;

    /**
     * Prepares a thread for a worker.
     *
     * @param threadSetup
     *            called on each thread before its first cycle
     * @param nanoClock
     *            measures how long the thread has lived, in nanoseconds
     * @param changed
     *            called on the worker's thread after each change that the closing thread may wait for
     */
    WorkerRunner(Worker worker, IdleStrategy idle, WorkerThreadSetup threadSetup, LongSupplier nanoClock,
            Runnable changed) {
        this.worker = worker;
        this.idle = idle;
        this.threadSetup = threadSetup;
        deadlineIdle = idle instanceof DeadlineIdle knowing ? knowing : null;
        quietNs = worker::quietNs;
        this.nanoClock = nanoClock;
        this.changed = changed;
        thread = new WorkerThread(this, worker);
        worker.wakes(idle instanceof Wakeable wakeable ? wakeable : this::unpark);
    }

    void start() {
        if (idle instanceof SourceIdle waiting) {
            waiting.waitsFor(worker.name(), worker.sources(), worker::isWoken);
        }
        thread.start();
    }

    /** Asks for the end of the duty cycles. From any thread. */
    void stop() {
        stopping = true;
        worker.wake();
    }

    /** Orders one pass of cancelling; allowed once the worker has stopped. */
    void orderPass() {
        passesOrdered++; // one closing thread
        unpark();
    }

    /** Orders the end of the thread, which takes effect once the worker has stopped. */
    void close() {
        closing = true;
        unpark();
    }

    Worker worker() {
        return worker;
    }

    Thread thread() {
        return thread;
    }

    boolean isDead() {
        return dead;
    }

    boolean isStopped() {
        return stopped;
    }

    boolean isPassDone() {
        return passesDone == passesOrdered;
    }

    /** {@return whether the thread has ended: only then may another thread use what it has used} */
    boolean isEnded() {
        return ended && !thread.isAlive();
    }

    /** {@return how many coroutines the last pass found} */
    int found() {
        return found;
    }

    @Override
    public void run() {
        try {
            threadSetup.begin(worker);
        } catch (RuntimeException refused) {
            worker.report(refused);
        }
        while (!runCycles()) {
            if (isGivenUp()) {
                dead = true;
                break;
            }
            if (isReplaced()) {
                return;
            }
        }
        stopped = true;
        changed.run();
        followOrders();
        if (idle instanceof SourceIdle waiting) {
            waiting.close();
        }
        ended = true;
        changed.run();
    }

    /** Does duty cycles. Returns whether it was told to stop; otherwise it has died. */
    private boolean runCycles() {
        bornNs = nanoClock.getAsLong();
        try {
            if (!begun) { // however early it is stopped, the group knows from then on which object its program serves
                begun = true;
                if (worker.carrier().thread() == null) {
                    worker.carrier().bindThread(); // so that a second worker is refused each object for one thread
                }
                var _ = worker.doWork();
            }
            while (!stopping) {
                idle(worker.doWork());
            }
            return true;
        } catch (Throwable death) {
            worker.died(death);
            return false;
        }
    }

    private void idle(int workCount) {
        if (deadlineIdle == null) {
            idle.idle(workCount);
        } else {
            deadlineIdle.idle(workCount, quietNs);
        }
    }

    private boolean isGivenUp() {
        if (nanoClock.getAsLong() - bornNs >= REPLACEMENT_PERIOD_NS) {
            replacements = 0;
        }
        if (replacements == MAX_REPLACEMENTS) {
            worker.report(new IllegalStateException("worker is given up, it keeps dying: worker=" + worker
                    + ", replacements=" + MAX_REPLACEMENTS + ", withinNs=" + REPLACEMENT_PERIOD_NS));
            return true;
        }
        replacements++;
        return false;
    }

    /**
     * Returns whether a new thread goes on; otherwise this one does, because coroutines cannot change threads or no
     * thread can be made.
     */
    private boolean isReplaced() {
        Thread dying = thread;
        try {
            Thread next = new WorkerThread(this, worker);
            if (!worker.carrier().moveTo(next)) {
                return false;
            }
            thread = next;
            next.start();
            return true;
        } catch (Throwable noThread) {
            var _ = worker.carrier().moveTo(dying); // a program that could be moved there can be moved back
            thread = dying;
            worker.report(noThread);
            return false;
        }
    }

    private void followOrders() {
        while (!closing) {
            if (passesDone == passesOrdered) {
                LockSupport.park(this);
            } else {
                found = pass();
                passesDone++; // this thread only
                changed.run();
            }
        }
        try {
            if (passesDone == 0) {
                worker.carrier().close(); // the group has given this worker up and gone on without it
            } else {
                worker.carrier().shut();
            }
        } catch (Throwable failure) {
            worker.report(failure);
        }
    }

    private int pass() {
        try {
            return worker.carrier().cancelWaiting();
        } catch (Throwable failure) {
            worker.report(failure);
            return failedPasses++ < MAX_FAILED_PASSES ? 1 : 0; // something may be left
        }
    }

    private void unpark() {
        LockSupport.unpark(thread);
    }
}
