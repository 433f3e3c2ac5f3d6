package io.creel.schedulers.where;

/**
 * What a policy can see of its placement. Every answer is O(1) unless it says otherwise, needs no message to another
 * thread, and is a moment old if several threads are at work. Queues and workers are numbered from 0. Times are
 * nanoseconds of the placement's clock.
 */
public interface Signals {
    /** {@return the number of workers} */
    int workers();

    /**
     * {@return how many workers are to work: those with numbers below this; the others finish the handles they have}
     */
    int active();

    /** {@return the time in nanoseconds} */
    long nowNs();

    /**
     * {@return how many handles wait in a queue}
     *
     * @param queue
     *            from 0
     */
    int length(int queue);

    /**
     * {@return for how many nanoseconds the longest waiting handle of a queue has waited; 0 if none waits or ages are
     * not measured}
     *
     * @param queue
     *            from 0
     */
    long delayNs(int queue);

    /**
     * {@return whether a worker has looked for work in vain and has found none since}
     *
     * @param worker
     *            from 0
     */
    boolean isIdle(int worker);

    /**
     * {@return the first idle active worker, searching upwards and wrapping around; {@link Where#NONE} if all of them
     * work} O(workers / 64).
     *
     * @param from
     *            the worker at which the search begins
     */
    int idle(int from);

    /**
     * {@return how many handles a worker has taken and not finished: the one that runs and those it will run next}
     *
     * @param worker
     *            from 0
     */
    int holding(int worker);

    /**
     * {@return the type of the coroutine that a worker runs; {@link Where#NONE} if it runs none or runs are not
     * measured}
     *
     * @param worker
     *            from 0
     */
    int running(int worker);

    /**
     * {@return since when a worker has run its present coroutine, in nanoseconds}
     *
     * @param worker
     *            from 0
     */
    long runningSinceNs(int worker);

    /**
     * {@return how many slices a worker has served}
     *
     * @param worker
     *            from 0
     */
    long served(int worker);

    /**
     * {@return for how many nanoseconds a worker has run coroutines in all}
     *
     * @param worker
     *            from 0
     */
    long busyNs(int worker);

    /**
     * {@return how many visits of a type were finished}
     *
     * @param type
     *            from 0
     */
    long finished(int type);

    /**
     * {@return for how many nanoseconds visits of a type ran in all, preempted slices included}
     *
     * @param type
     *            from 0
     */
    long serviceNs(int type);
}
