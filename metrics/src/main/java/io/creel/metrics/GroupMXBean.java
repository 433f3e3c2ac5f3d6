package io.creel.metrics;

/** A group of workers in JMX. */
public interface GroupMXBean {
    /** {@return the number of workers} */
    int getWorkers();

    /** {@return how many coroutines were started so far} */
    long getCreated();

    /** {@return how often a coroutine began or resumed} */
    long getResumed();

    /** {@return how many coroutines have ended normally} */
    long getCompleted();

    /** {@return how many coroutines have ended by an exception} */
    long getFailed();

    /** {@return how many coroutines have ended by cancellation} */
    long getCancelled();

    /** {@return for how many nanoseconds each worker has found no work so far} */
    long[] getIdleNs();
}
