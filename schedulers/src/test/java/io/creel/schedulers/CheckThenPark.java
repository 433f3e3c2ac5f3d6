package io.creel.schedulers;

import java.util.concurrent.locks.LockSupport;

/** The classic mistake, for the canary: looks whether it was signalled, then says that it sleeps; a waker may come between. */
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

    /** Ends the sleep that nobody would end, and all later ones. */
    void repair() {
        repaired = true;
        LockSupport.unpark(sleeper);
    }
}
