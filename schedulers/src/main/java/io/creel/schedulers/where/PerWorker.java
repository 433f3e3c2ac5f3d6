package io.creel.schedulers.where;

/** What policies with one queue a worker have in common: a worker takes from its own queue, also when it is not active. */
public abstract class PerWorker implements Where {
    private final String name;
    private Signals signals;

    /**
     * Names the policy.
     *
     * @param name
     *            what error messages and reports call it
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

    /** What it knows. */
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

    /** What a worker has before it: what waits for it, what it holds. */
    protected final int occupancy(int worker) {
        return signals.length(worker) + signals.holding(worker);
    }
}
