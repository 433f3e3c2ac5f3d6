package io.creel.schedulers.where;

/**
 * The common part of policies with one queue per worker: a worker takes from its own queue, even if it is not active.
 */
public abstract class PerWorker implements Where {
    private final String name;
    private Signals signals;

    /**
     * Names the policy.
     *
     * @param name
     *            its name in error messages and reports
     */
    protected PerWorker(String name) {
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public int queues(int workers) {
        return workers;
    }

    @Override
    public void attach(Signals given) {
        signals = given;
    }

    /** {@return the signals of the placement} */
    protected final Signals signals() {
        return signals;
    }

    @Override
    public int next(int worker) {
        return signals.length(worker) > 0 ? worker : NONE;
    }

    @Override
    public boolean waits(int worker) {
        return signals.length(worker) > 0;
    }

    @Override
    public int wake(int queue, int byWorker) {
        return signals.isIdle(queue) ? queue : NONE;
    }

    /**
     * Returns how many handles a worker has to run: those that wait in its queue and those it holds.
     *
     * @param worker
     *            from 0
     * @return a moment's estimate
     */
    protected final int occupancy(int worker) {
        return signals.length(worker) + signals.holding(worker);
    }
}
