package io.creel.schedulers;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What a waker has to know of a worker that may be asleep. <b>No wake-up is lost</b>:
 *
 * <pre>
 *             fallAsleep: CAS            signal: swap, true
 *   AWAKE ----------------> ASLEEP ------------------------> SIGNALLED
 *     ^ ^                      | awake                         ^  |
 *     | +----------------------+                               |  | awake: next cycle first
 *     |                          signal: swap, false           |  |
 *     +--------------------------------------------------------+--+
 * </pre>
 * <ol>
 * <li>The worker has found nothing in a whole cycle before it tries AWAKE to ASLEEP; a signal since the last idling
 * makes that CAS fail, and the worker does another cycle first.</li>
 * <li>After a signal is taken (store of AWAKE) a full fence precedes the next cycle's polls. It pairs with the full
 * fence in {@link #signal()} between sending and reading the state: either the cycle sees the sent work, or the waker
 * sees that the signal was taken and signals again.</li>
 * <li>A source that wakes only while a worker waits for it ({@link io.creel.core.WaitSource}) is asked after
 * ASLEEP.</li>
 * </ol>
 *
 * <p>
 * Threads: the worker's calls {@link #fallAsleep()} and {@link #awake()}, any calls {@link #signal()}. O(1), no
 * allocation.
 */
final class SleepState {
    private static final int AWAKE = 0;
    private static final int ASLEEP = 1;
    private static final int SIGNALLED = 2;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(SleepState.class, "state", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private volatile int state = AWAKE;

    /**
     * Announces that the worker is about to sleep. What it has written before is visible to a waker that has to end the
     * sleep.
     *
     * @return {@code false} if there was a signal, so that another cycle comes first
     */
    boolean fallAsleep() {
        return STATE.compareAndSet(this, AWAKE, ASLEEP);
    }

    /** Takes the signal, if there was one. Called before the next cycle, whether the worker has slept or not. */
    void awake() {
        state = AWAKE;
        VarHandle.fullFence(); // rule 2
    }

    /** {@return whether the caller has to end a sleep} Otherwise another cycle is certain. */
    boolean signal() {
        VarHandle.fullFence(); // rule 2
        return state != SIGNALLED && (int) STATE.getAndSet(this, SIGNALLED) == ASLEEP;
    }
}
