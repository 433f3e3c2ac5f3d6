package io.creel.schedulers;

import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;

/**
 * The thread of a worker: duty cycles until told to stop, then what the closing thread orders, one step at a time, so that
 * coroutines are cancelled on the thread that ran them.
 *
 * <pre>
 *   cycles --(stop, or an Error)--> stopped --(order: a pass)--> stopped --(close)--> ended
 * </pre>
 *
 * <p>
 * Fields are grouped by the one thread that writes them; each order is a volatile store followed by an unpark, each wait
 * looks again after every park.
 */
final class WorkerRunner implements Runnable {
    private final Worker worker;
    private final IdleStrategy idle;
    private final Runnable changed;
    private final Thread thread;

    // Written by the closing thread; stopping by any.
    private volatile boolean stopping;
    private volatile boolean closing;
    private volatile int passesOrdered;

    // Written by the worker's thread.
    private volatile boolean dead;
    private volatile boolean stopped;
    private volatile boolean ended;
    private volatile int passesDone;
    private int found;

    /**
     * Prepares a thread for a worker.
     *
     * @param changed
     *            called on the worker's thread after each change that the closing thread may wait for
     */
    WorkerRunner(Worker worker, IdleStrategy idle, Runnable changed) {
        this.worker = worker;
        this.idle = idle;
        this.changed = changed;
        thread = new WorkerThread(this, worker);
        worker.wakes(idle instanceof Wakeable wakeable ? wakeable : this::unpark);
    }

    void start() {
        thread.start();
    }

    /** Asks for the end of the duty cycles. From any thread. */
    void stop() {
        stopping = true;
        worker.wake();
    }

    /** Orders one pass of cancelling; allowed once it has stopped. */
    void orderPass() {
        passesOrdered++; // one closing thread
        unpark();
    }

    /** Orders the end of the thread, which takes effect once it has stopped. */
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

    boolean isEnded() {
        return ended;
    }

    /** What the last pass found. */
    int found() {
        return found;
    }

    @Override
    public void run() {
        runCycles();
        stopped = true;
        changed.run();
        followOrders();
        ended = true;
        changed.run();
    }

    private void runCycles() {
        try {
            while (!stopping) {
                idle.idle(worker.doWork());
            }
        } catch (Throwable death) {
            dead = true;
            worker.report(death);
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
            return 0;
        }
    }

    private void unpark() {
        LockSupport.unpark(thread);
    }
}
