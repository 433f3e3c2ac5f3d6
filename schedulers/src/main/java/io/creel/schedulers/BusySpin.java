package io.creel.schedulers;

/**
 * Never gives up the processor: the lowest latency, for a worker that has a core of its own. Stateless, so any thread
 * may use it.
 */
public final class BusySpin implements IdleStrategy {
    /** Makes the strategy. */
    public BusySpin() {
    }

    @Override
    public void idle() {
        Thread.onSpinWait();
    }

    @Override
    public boolean givesUpCore() {
        return false;
    }

    @Override
    public void reset() {
    }
}
