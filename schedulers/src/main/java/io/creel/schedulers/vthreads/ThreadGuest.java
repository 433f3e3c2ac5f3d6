package io.creel.schedulers.vthreads;

import io.creel.core.Coroutine;
import io.creel.core.Guest;
import io.creel.core.spec.Unchecked;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One virtual thread: the scheduler to which the JDK hands the thread's task, and the guest whose coroutine waits in
 * our queues. One object plays all three parts, so that making a thread runnable needs no look-up, no allocation and no
 * lock.
 *
 * <pre>
 *            execute: CAS                    enter
 *    IDLE ------------------> QUEUED ---------------> RUNNING
 *     ^                          ^                    |  |  ^
 *     |                          +--- blocked, but ---+  |  | enter: CAS
 *     |                               runnable again     |  |
 *     +-------------- blocked ---------------------------+  | leave
 *                                                        |  v
 *                             ABANDONED <--- CAS ------ AWAITING <-- CAS --> REPARKING
 * </pre>
 *
 * <p>
 * <b>No wake-up is lost</b> (rule 1): after every {@code execute} the task is begun at least once. QUEUED and RUNNING
 * need no mark for an {@code execute} that comes meanwhile: the JDK has made the thread runnable before it calls, and
 * the worker that has run the thread looks at that again after it has stored IDLE, with a full fence in between. The
 * task may be begun more often than that: it does nothing if the thread is not runnable, and it never runs twice at
 * once; the JDK guarantees both.
 *
 * <p>
 * <b>The owner of the handle</b> (rule 2) is the guest while IDLE, a queue or batch while QUEUED, and while AWAITING
 * the owner that the awaited callback has chosen; in that state an {@code execute} has an effect only if an interrupt
 * caused it. The coroutine is BLOCKED, and every foreign use of its handle refused, until it is offered to a queue, and
 * again if that queue is full.
 */
final class ThreadGuest implements Executor, Guest {
    private static final int IDLE = 0;
    private static final int QUEUED = 1;
    private static final int RUNNING = 2;
    private static final int AWAITING = 3;
    private static final int REPARKING = 4;
    private static final int ABANDONED = 5;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(ThreadGuest.class, "state", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final VirtualThreads home;
    private final Coroutine handle;
    /** The next thread in the {@link PostponedThreads}. */
    @Nullable
    ThreadGuest nextWaiting;
    /** The entry in {@link LiveThreads}; written by the thread that starts this one, and at its end. */
    @SuppressWarnings("NullAway.Init") // set before the thread starts
    private LiveThreads.Entry entry;
    @SuppressWarnings("NullAway.Init") // set before the thread starts
    private Thread thread;
    /** The task the JDK submits, the same each time; written by the thread that starts this one. */
    @SuppressWarnings("NullAway.Init") // set by the first submission
    private Runnable task;
    private volatile int state;
    /**
     * Whether a wait in Creel has used up, or may have used up, a permit of {@link LockSupport#unpark}; the wait gives
     * it back at its end. One permit too many is harmless to the thread, one too few is not. Set by the thread before
     * it is AWAITING, by a thread that parks it again while REPARKING, and by the thread that ends the wait.
     */
    private boolean permitOwed;
    /** Whether it runs on the JDK's scheduler from now on; written by the thread that closes the class. */
    private volatile boolean detached;

    @Unchecked("a guest owns its handle for life, and its final field keeps it")
    ThreadGuest(VirtualThreads home) {
        this.home = home;
        handle = Coroutine.of(this, home);
    }

    void thread(Thread virtual) {
        thread = virtual;
    }

    @Override
    public Thread thread() {
        return thread;
    }

    void entry(LiveThreads.Entry live) {
        entry = live;
    }

    Coroutine handle() {
        return handle;
    }

    boolean isAlive() {
        return !JdkThreads.isTerminated(JdkThreads.state(thread));
    }

    boolean isDetached() {
        return detached;
    }

    // Called by the JDK.

    /** Queues the thread, which has become runnable. From any thread; never blocks, never throws, allocates nothing. */
    @Override
    public void execute(Runnable submitted) {
        if (submitted != task) {
            first(submitted);
            return;
        }
        if (detached) {
            JdkThreads.defaultScheduler().execute(submitted);
            return;
        }
        int seen = state;
        if (seen == IDLE) {
            if (STATE.compareAndSet(this, IDLE, QUEUED)) {
                home.place(this);
            }
        } else if (seen == AWAITING) {
            unparkedWhileAwaiting();
        }
    }

    /** Handles the start of a thread: this one, or one that has inherited this one's scheduler. */
    private void first(Runnable submitted) {
        if (task == null) {
            task = submitted;
            if (home.started(this)) {
                state = QUEUED;
                home.place(this);
            }
        } else {
            home.inherited(submitted);
        }
    }

    /**
     * Parks the thread again after a thread other than its resumer has unparked it. Then the next unparking comes here,
     * too, and an interrupt ends the wait. REPARKING keeps {@link #enter} from running the thread meanwhile: its own
     * unparking would be undone.
     *
     * <p>
     * <b>First parked, then the permit</b> (rule 3). An unparking does nothing while there is a permit, so it must not
     * find a thread that is parked for good with one. Between the two steps an unparking or interrupt does nothing, and
     * the looks that follow see why it came; after the second step it comes here again. In the other order, an
     * unparking between the two would leave the thread parked with a permit, and nothing could ever make it runnable.
     */
    private void unparkedWhileAwaiting() {
        do {
            if (!STATE.compareAndSet(this, AWAITING, REPARKING)) {
                return; // resumed, or another thread is parking it and looks again
            }
            long epoch = handle.epoch();
            JdkThreads.parkAgain(thread);
            if (JdkThreads.takePermit(thread)) {
                permitOwed = true;
            }
            if (!STATE.compareAndSet(this, REPARKING, AWAITING)) {
                LockSupport.unpark(thread); // resumed meanwhile
                return;
            }
            if (detached) {
                abandonWait();
            } else if (thread.isInterrupted()) {
                handle.cancelWait(epoch);
            }
        } while (state == AWAITING && JdkThreads.isRunnable(JdkThreads.state(thread)));
    }

    // Called by the carrier.

    @Override
    public Exit enter() {
        if (detached) {
            return Exit.BLOCKED;
        }
        if (state < AWAITING) {
            STATE.setOpaque(this, RUNNING);
        } else if (!endWait()) {
            return Exit.BLOCKED;
        }
        task.run();
        int left = state;
        if (left == AWAITING || left == REPARKING) { // another thread may have resumed it already
            return Exit.AWAITING;
        }
        return isAlive() ? Exit.BLOCKED : ended();
    }

    /**
     * Returns whether the thread may run at once; otherwise the thread that parks it again, or has abandoned it, lets
     * it run.
     */
    private boolean endWait() {
        for (int seen = state; seen != ABANDONED; seen = state) {
            if (STATE.compareAndSet(this, seen, RUNNING)) {
                if (seen == AWAITING && !JdkThreads.makeRunnable(thread)) {
                    permitOwed = true; // unparked by another thread: the permit goes as the thread runs
                    LockSupport.unpark(thread);
                }
                return seen == AWAITING;
            }
        }
        return false;
    }

    @SuppressWarnings("NullAway") // it has ended
    private Exit ended() {
        entry.empty();
        entry = null;
        home.ended();
        return Exit.ENDED;
    }

    @Override
    public void blocked(Coroutine self) {
        if (detached) {
            return;
        }
        if (!isRunnable()) {
            STATE.getAndSet(this, IDLE);
            if (!isRunnable() || !STATE.compareAndSet(this, IDLE, QUEUED)) {
                return; // rule 1: a thread that makes it runnable from now on sees IDLE
            }
        } else {
            STATE.setRelease(this, QUEUED);
        }
        home.place(this);
    }

    private boolean isRunnable() {
        return JdkThreads.isRunnable(JdkThreads.state(thread));
    }

    // Called by the virtual thread itself.

    @Override
    public Return leave() {
        permitOwed = JdkThreads.takePermit(thread); // a wait in Creel consumes none
        if (permitOwed && thread.isInterrupted()) {
            // it may be the interrupt's, which is to end this wait, and comes to execute once parked
            LockSupport.unpark(thread);
        }
        state = AWAITING;
        Return end = Return.ABANDONED;
        if (!detached) {
            end = !JdkThreads.park(thread) ? Return.PINNED : state == RUNNING ? Return.RESUMED : Return.ABANDONED;
        }
        if (end != Return.RESUMED) {
            state = RUNNING;
        }
        if (permitOwed) { // after the state: a thread that parks it again sees that state, or is seen here
            LockSupport.unpark(thread);
        }
        return end;
    }

    // Called by any thread.

    @Override
    public void abandoned(Coroutine self) {
        detach();
    }

    /** Lets the thread run on the JDK's scheduler from now on, wherever its handle lies. */
    void detach() {
        detached = true;
        abandonWait();
        JdkThreads.defaultScheduler().execute(task); // rule 1, for threads that have read detached before
    }

    private void abandonWait() {
        permitOwed = true; // the unparking may use one up
        if (STATE.compareAndSet(this, AWAITING, ABANDONED)) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public String toString() {
        return "thread of " + home.name();
    }
}
