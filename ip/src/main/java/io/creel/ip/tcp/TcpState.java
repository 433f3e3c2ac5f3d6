package io.creel.ip.tcp;

/**
 * The states of a connection (RFC 9293, section 3.3.2). LISTEN belongs to {@link TcpListener}, which has no connection.
 */
public enum TcpState {
    /** No connection: not opened yet, or ended. */
    CLOSED,
    /** This side has sent a SYN and waits for the peer's. */
    SYN_SENT,
    /** Both sides have sent a SYN; the acknowledgment of this side's is missing. */
    SYN_RECEIVED,
    /** Data pass in both directions. */
    ESTABLISHED,
    /** This side has ended its direction; its FIN is not acknowledged. */
    FIN_WAIT_1,
    /** The peer has acknowledged this side's FIN, and may still send. */
    FIN_WAIT_2,
    /** The peer has ended its direction; this side may still send. */
    CLOSE_WAIT,
    /** Both sides have ended their directions; this side's FIN is not acknowledged. */
    CLOSING,
    /** The peer ended its direction first, then this side; this side's FIN is not acknowledged. */
    LAST_ACK,
    /** Both directions have ended; late segments are awaited for twice the maximum segment lifetime. */
    TIME_WAIT;

    /** {@return whether both sides have agreed on their sequence numbers} */
    public boolean isSynchronized() {
        return ordinal() >= ESTABLISHED.ordinal();
    }

    /** {@return whether the peer has not ended its direction yet, so that data may still arrive} */
    public boolean receivesData() {
        return this == ESTABLISHED || this == FIN_WAIT_1 || this == FIN_WAIT_2;
    }

    /** {@return whether the user may still write} */
    public boolean acceptsWrites() {
        return this == SYN_SENT || this == SYN_RECEIVED || this == ESTABLISHED || this == CLOSE_WAIT;
    }

    /** {@return whether data or a FIN of this side may have to be sent or sent again} */
    public boolean sendsData() {
        return this == ESTABLISHED || this == CLOSE_WAIT || this == FIN_WAIT_1 || this == CLOSING || this == LAST_ACK;
    }
}
