package io.creel.schedulers;

import java.util.concurrent.locks.LockSupport;

/**
 * The classic mistake, for the canary: it checks for a signal, then announces that it sleeps; a waker may come in
 * between.
 */
final class CheckThenPark implements IdleStrategy, Wakeable {
    private volatile boolean signalled;
    private volatile boolean parked;
    private volatile Thread sleeper;
    private volatile boolean repaired;

    @Override
    public void idle() {
        sleeper = Thread.currentThread();
        if (!signalled && !repaired) {
            Thread.yield(); // widens the window
            parked = true;
            LockSupport.park(this);
            parked = false;
        }
        signalled = false;
    }

    @Override
    public void reset() {
    }

    @Override
    public void wake() {
        signalled = true;
        if (parked) {
            LockSupport.unpark(sleeper);
        }
    }

    /** Ends the sleep that nothing else would end, and all later ones. */
    void repair() {
        repaired = true;
        LockSupport.unpark(sleeper);
    }
}
