package io.creel.ip.tcp;

/** The deadlines of one connection, in nanoseconds of the injected clock. Plain data; {@link Expiry} acts on them. */
final class TcpTimers {
    static final long NEVER = Long.MAX_VALUE;

    /** RFC 6298; in SYN-SENT and SYN-RECEIVED it repeats the SYN. */
    long retransmitNs;
    /** Tail-loss probe (RFC 8985, section 7). */
    long probeNs;
    /** Closed or too small window (RFC 9293, section 3.8.6.1), and the override of silly-window avoidance. */
    long persistNs;
    long delayedAckNs;
    long keepAliveNs;
    /** The end of TIME-WAIT or of a bounded FIN-WAIT-2. */
    long stateNs;

    TcpTimers() {
        stopAll();
    }

    void stopAll() {
        retransmitNs = NEVER;
        probeNs = NEVER;
        persistNs = NEVER;
        delayedAckNs = NEVER;
        keepAliveNs = NEVER;
        stateNs = NEVER;
    }

    /** Stops what belongs to sending. */
    void stopSending() {
        retransmitNs = NEVER;
        probeNs = NEVER;
        persistNs = NEVER;
    }

    long nextNs() {
        return Math.min(Math.min(Math.min(retransmitNs, probeNs), Math.min(persistNs, delayedAckNs)),
                Math.min(keepAliveNs, stateNs));
    }
}
