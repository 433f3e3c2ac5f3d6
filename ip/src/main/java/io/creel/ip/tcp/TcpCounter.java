package io.creel.ip.tcp;

/**
 * What a {@link TcpHost} counts. Every segment that is refused, and every loss of data or of a connection, has a
 * counter.
 */
public enum TcpCounter {
    /** Segments that were given to the host. */
    SEGMENTS_IN,
    /** Segments that the sink took. */
    SEGMENTS_OUT,
    /** Payload bytes that became readable. */
    BYTES_IN,
    /** Payload bytes that were sent, those sent again included. */
    BYTES_OUT,
    /** Segments that a sink could not send; the connection treats them as lost. */
    SEND_REFUSED,
    /** Writes that took nothing because the host had lent all its send buffers. */
    SEND_BUFFER_REFUSED,
    /** Segments of no connection that were answered with a RST. */
    NO_CONNECTION,
    /** RSTs that were received for a connection. */
    RST_IN,
    /** RSTs that were sent. */
    RST_OUT,
    /** Options with an impossible length: the segment is dropped (RFC 9293, MUST-7). */
    BAD_OPTIONS,
    /** A known option with a wrong length or in the wrong place: the option is ignored. */
    OPTION_IGNORED,
    /** The peer's window scale was above 14 and was taken as 14 (RFC 7323, section 2.3). */
    WINDOW_SCALE_CAPPED,
    /** The peer's maximum segment size was below the floor and was raised to it. */
    MSS_RAISED,
    /** A segment from or to an address that no connection may have. */
    BAD_ADDRESS,
    /** Outside of the receive window (RFC 9293, section 3.10.7.4, first). */
    OUT_OF_WINDOW,
    /** Older than the newest timestamp (RFC 7323, section 5). */
    PAWS_DROPPED,
    /** Without the timestamp that was agreed on (RFC 7323, section 3.2). */
    TIMESTAMP_MISSING,
    /** Without the ACK bit in a synchronized state. */
    ACK_MISSING,
    /** Acknowledges what was never sent, or is too old (RFC 5961, section 5). */
    BAD_ACK,
    /** Challenge ACKs that were sent (RFC 5961). */
    CHALLENGE_ACK,
    /** A challenge ACK or an answer to an empty segment that the limit suppressed. */
    CHALLENGE_ACK_SUPPRESSED,
    /** Payload bytes that had been received before. */
    DUPLICATE_DATA_BYTES,
    /** Segments with payload behind a gap. */
    OUT_OF_ORDER_SEGMENTS,
    /** Data inside the window for which no place was left in the receive queue; the peer sends them again. */
    RECEIVE_QUEUE_FULL,
    /** Out-of-order data for which no place was left; the peer sends them again. */
    OUT_OF_ORDER_FULL,
    /**
     * Data for which a connection had a place but its host had not: its connections hold too many frames of the NIC.
     */
    HOST_FRAMES_FULL,
    /** Segments with data behind the FIN of their sender, which are an error of that sender and are dropped. */
    BEYOND_FIN_SEGMENTS,
    /** Payload on a SYN, which is not taken. */
    SYN_DATA_DROPPED,
    /** Segments that were sent again. */
    RETRANSMISSIONS,
    /** Retransmission time-outs that expired. */
    TIMEOUTS,
    /** Losses that were found before a time-out. */
    FAST_RECOVERIES,
    /** Tail loss probes that were sent (RFC 8985, section 7). */
    LOSS_PROBES,
    /** Probes of a closed window that were sent. */
    WINDOW_PROBES,
    /** Keep-alive probes that were sent. */
    KEEP_ALIVE_PROBES,
    /** Losses and time-outs that turned out to be none. */
    SPURIOUS_RECOVERIES,
    /** Connections that this side began to open. */
    CONNECTIONS_OPENED,
    /** Connections that the user took from a listener. */
    CONNECTIONS_ACCEPTED,
    /** Half-open connections that ended without being established. */
    HALF_OPEN_DROPPED,
    /** SYNs answered with a cookie because the backlog was full. */
    SYN_COOKIES_SENT,
    /** ACKs that brought a valid cookie back. */
    SYN_COOKIES_ACCEPTED,
    /** ACKs to a listener without a valid cookie. */
    SYN_COOKIES_REJECTED,
    /** SYNs dropped: no connection object was free, or the backlog was full and cookies were off. */
    SYN_DROPPED,
    /**
     * Handshakes that were complete but had no place in the accept queue; the third ACK is dropped, the peer sends
     * again.
     */
    ACCEPT_QUEUE_FULL,
    /** Connection attempts refused because the table of connections was full or no port was free. */
    OPEN_REFUSED,
    /** Connections that ended by RST, time-out or abort. */
    CONNECTIONS_FAILED,
    /** Connections in TIME-WAIT that a new SYN replaced. */
    TIME_WAIT_REUSED,
    /** Connections whose TIME-WAIT ended early because all connection objects were in use. */
    TIME_WAIT_EVICTED,
    /** ICMP errors that named no byte in flight (RFC 5927). */
    ICMP_IGNORED,
    /** Received bytes that were released unread. */
    UNREAD_BYTES
}
