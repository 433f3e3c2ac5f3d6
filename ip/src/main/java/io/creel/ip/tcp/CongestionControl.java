package io.creel.ip.tcp;

/**
 * How much may be in flight: the congestion window and the slow-start threshold of one connection, in bytes.
 *
 * <p>
 * Two implementations are shipped, {@link NewReno} and {@link Cubic}. One thread at a time; no method allocates. Flight
 * sizes are the bytes thought to be in the network before the event.
 */
public interface CongestionControl {
    /** Begins a connection (RFC 5681, section 3.1: the threshold is arbitrarily high). */
    void start(int mssBytes, int initialWindowBytes);

    /** The congestion window; at least one segment. */
    int windowBytes();

    /** The slow-start threshold. */
    int thresholdBytes();

    /**
     * New data were acknowledged outside of fast recovery.
     *
     * @param ackedBytes
     *            newly acknowledged
     * @param limited
     *            whether the window was what limited the flight; if not it must not grow
     */
    void acknowledged(int ackedBytes, boolean limited, long smoothedRttNs, long nowNs);

    /** A loss was found before a time-out: once per recovery. */
    void loss(int flightBytes, long nowNs);

    /** Fast recovery ended: everything sent before it is acknowledged. */
    void recovered(int flightBytes, long nowNs);

    /**
     * The retransmission time-out expired.
     *
     * @param repeated
     *            whether the same data had timed out before; the threshold is then left as it is (RFC 5681, section
     *            3.1)
     */
    void timeout(int flightBytes, boolean repeated, long nowNs);

    /** Nothing was sent for longer than a time-out: restart from the initial window at most (RFC 5681, section 4.1). */
    void idle();

    /** The loss or time-out that was reported last was none: back to the window and threshold before it. */
    void undo();

    /** For diagnostics. */
    String name();
}
