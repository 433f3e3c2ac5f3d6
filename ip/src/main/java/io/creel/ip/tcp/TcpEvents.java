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

    /** The handshake is complete. */
    default void established(TcpConnection connection) {
    }

    /** Data arrived, or the peer has ended its direction. */
    default void readable(TcpConnection connection) {
    }

    /** Space became free in the send buffer. */
    default void writable(TcpConnection connection) {
    }

    /** The connection is in the state CLOSED; {@link TcpConnection#closeReason()} says why. */
    default void closed(TcpConnection connection) {
    }

    /** The peer announced urgent data, or more of them (RFC 9293, MUST-32). */
    default void urgent(TcpConnection connection) {
    }

    /** Retransmissions have passed the first threshold, R1; the route may be bad (RFC 9293, MUST-20, SHLD-9). */
    default void delivering(TcpConnection connection, boolean doubtful) {
    }
}
