package io.creel.ip.tcp;

/**
 * How much may be in flight: the congestion window and the slow-start threshold of one connection, in bytes.
 *
 * <p>
 * Two implementations are shipped, {@link NewReno} and {@link Cubic}. One thread at a time; no method allocates. Flight
 * sizes are the bytes thought to be in the network before the event.
 */
public interface CongestionControl {
    /**
     * Begins a connection (RFC 5681, section 3.1: the threshold is arbitrarily high).
     *
     * @param mssBytes the payload of one full segment
     * @param initialWindowBytes the congestion window to begin with (RFC 6928)
     */
    void start(int mssBytes, int initialWindowBytes);

    /** {@return the congestion window in bytes; at least one segment} */
    int windowBytes();

    /** {@return the slow-start threshold in bytes} */
    int thresholdBytes();

    /**
     * New data were acknowledged outside of fast recovery.
     *
     * @param ackedBytes newly acknowledged
     * @param limited whether the window was what limited the flight; if not it must not grow
     * @param smoothedRttNs the smoothed round-trip time in nanoseconds
     * @param nowNs the present time in nanoseconds, on the clock of the host
     */
    void acknowledged(int ackedBytes, boolean limited, long smoothedRttNs, long nowNs);

    /**
     * A loss was found before a time-out: once per recovery.
     *
     * @param flightBytes bytes thought to be in the network before the loss was found
     * @param nowNs the present time in nanoseconds, on the clock of the host
     */
    void loss(int flightBytes, long nowNs);

    /**
     * Fast recovery ended: everything sent before it is acknowledged.
     *
     * @param flightBytes bytes thought to be in the network before the end of recovery
     * @param nowNs the present time in nanoseconds, on the clock of the host
     */
    void recovered(int flightBytes, long nowNs);

    /**
     * The retransmission time-out expired.
     *
     * @param flightBytes bytes thought to be in the network before the time-out
     * @param repeated whether the same data had timed out before; the threshold is then left as it is (RFC 5681,
     *        section 3.1)
     * @param nowNs the present time in nanoseconds, on the clock of the host
     */
    void timeout(int flightBytes, boolean repeated, long nowNs);

    /** Nothing was sent for longer than a time-out: restart from the initial window at most (RFC 5681, section 4.1). */
    void idle();

    /** The loss or time-out that was reported last was none: back to the window and threshold before it. */
    void undo();

    /** {@return the name of the algorithm, for diagnostics} */
    String name();
}
