package io.creel.ip.tcp;

/**
 * Decides from acknowledgments and from time which sent segments are lost, and marks them on the scoreboard. It neither
 * sends nor changes the congestion window.
 *
 * <p>
 * Two implementations are shipped, {@link DuplicateAcks} and {@link RackTlp}. One thread at a time; nothing allocates.
 */
interface LossDetection {
    void reset();

    /** Takes in an acknowledgment that the scoreboard has already taken in. */
    void acknowledged(SendSide snd, AckSummary ack, long nowNs);

    /** When {@link #expired} is to be called; {@link TcpTimers#NEVER} if not at all. */
    long deadlineNs();

    /** The deadline has come. */
    void expired(SendSide snd, long nowNs);

    /** A recovery or a time-out is over. */
    void recovered();

    /**
     * A segment to send again although it is not marked lost, for want of anything better to send in recovery (RFC
     * 6675, NextSeg rules 3 and 4); {@link SentSegments#NONE} if there is none.
     */
    int rescue(SendSide snd);

    /** Whether tail losses are probed (RFC 8985, section 7). */
    boolean probesTail();
}
