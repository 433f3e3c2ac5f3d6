package io.creel.schedulers.scaling;

/**
 * Gives the cores of workers that are not active to other threads, and takes them back. A placement calls it; see
 * {@link io.creel.schedulers.placement.PlacementBuilder#lending}.
 *
 * <p>
 * The calls for one worker alternate, begin with {@link #lend}, and never overlap. Calls for different workers may
 * overlap. Both are called outside coroutines, on threads of workers, so their time is taken from the handles that
 * wait. Neither may block, and an exception is reported as one of the worker's program.
 *
 * <p>
 * Lending changes nothing about correctness: a worker whose core is lent still serves a handle that was placed at it
 * just before, and hands it over.
 */
public interface CoreLending {
    /** Lends nothing: an inactive worker sleeps, and the operating system does the rest. */
    CoreLending NONE = new CoreLending() {
        @Override
        public void lend(int worker) {
        }

        @Override
        public void reclaim(int worker) {
        }
    };

    /**
     * Gives the core of a worker away. The worker is not active, holds no handle, and has found none in its queue.
     * Called on the worker's own thread.
     *
     * @param worker
     *            from 0; worker 0 is always active
     */
    void lend(int worker);

    /**
     * Takes the core back, before the worker is woken for the handles that wait. Called by the worker that has decided
     * so; or by the worker itself, if it was just lending its core.
     *
     * @param worker
     *            from 0
     */
    void reclaim(int worker);
}
