package io.creel.schedulers.where;

/**
 * What a policy may know. Every answer is O(1) unless it says otherwise, costs no message to anybody, and is a moment old
 * where several threads are at work. Queues and workers are numbered from 0; times are nanoseconds of the injected clock.
 */
public interface Signals {
    /** How many workers there are. */
    int workers();

    /** How many of them are to work: those with numbers below this. The others finish what they have. */
    int active();

    /** The time. */
    long nowNs();

    /** How many wait in a queue. */
    int length(int queue);

    /** How long the one that has waited longest in a queue has waited; 0 where nothing waits or nobody measures. */
    long delayNs(int queue);

    /** Whether a worker has looked for work in vain and has found none since. */
    boolean isIdle(int worker);

    /** The first active worker that is idle, from this one on and around; {@link Where#NONE} where all work. O(workers / 64). */
    int idle(int from);

    /** How many a worker has taken and not finished; those it will run next and the one that runs. */
    int holding(int worker);

    /** The type that a worker runs, {@link Where#NONE} where it runs nothing or nobody measures. */
    int running(int worker);

    /** Since when a worker runs what it runs. */
    long runningSinceNs(int worker);

    /** How many slices a worker has served. */
    long served(int worker);

    /** How long a worker has run coroutines, in all. */
    long busyNs(int worker);

    /** How many visits of a type were finished. */
    long finished(int type);

    /** How long visits of a type ran, in all, preempted slices included. */
    long serviceNs(int type);
}
