package io.creel.metrics;

/** A class of service in JMX. Latencies are those of the last complete period of at least 10 s, in nanoseconds. */
public interface ClassMXBean {
    /** {@return the policy of where} */
    String getWhere();

    /** {@return the policy of when} */
    String getWhen();

    /** {@return how many coroutines have ended or waited for something else so far} */
    long getRun();

    /** {@return how many coroutines wait now} */
    int getWaiting();

    /** {@return how many coroutines were refused so far} */
    long getRefused();

    /** {@return how often the class was swapped} */
    long getSwaps();

    /** {@return the median latency} */
    long getP50Ns();

    /** {@return the latency that 99 % do not exceed} */
    long getP99Ns();

    /** {@return the latency that 99.9 % do not exceed} */
    long getP999Ns();

    /** {@return the longest latency} */
    long getMaxNs();
}
