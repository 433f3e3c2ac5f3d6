package io.creel.ip.tcp;

/**
 * What a connection tells its user. Each method is called by the thread that uses the host, from inside a call on the
 * host, and at the end of that call's work on the connection. Implementations may call the connection's user methods.
 * The default does nothing.
 */
public interface TcpEvents {
    /** Listens to nothing. */
    TcpEvents NONE = new TcpEvents() {
    };

    /**
     * Tells that the handshake is complete.
     *
     * @param connection the connection of the event
     */
    default void established(TcpConnection connection) {
    }

    /**
     * Tells that data arrived, or that the peer has ended its direction.
     *
     * @param connection the connection of the event
     */
    default void readable(TcpConnection connection) {
    }

    /**
     * Tells that space became free in the send buffer.
     *
     * @param connection the connection of the event
     */
    default void writable(TcpConnection connection) {
    }

    /**
     * Tells that the connection is in the state CLOSED; {@link TcpConnection#closeReason()} says why.
     *
     * @param connection the connection of the event
     */
    default void closed(TcpConnection connection) {
    }

    /**
     * Tells that the peer announced urgent data, or more of them (RFC 9293, MUST-32).
     *
     * @param connection the connection of the event
     */
    default void urgent(TcpConnection connection) {
    }

    /**
     * Tells that delivery is in doubt: retransmissions have passed the first threshold, R1, or the network reports the
     * peer unreachable (RFC 9293, MUST-20, SHLD-9).
     *
     * @param connection the connection of the event
     * @param doubtful true
     */
    default void delivering(TcpConnection connection, boolean doubtful) {
    }
}
