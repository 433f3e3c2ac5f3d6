package io.creel.servers.connection;

/** The peer took too long to send or to receive the next part of a message. */
public final class PeerStalledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes a refusal.
     *
     * @param message
     *            names the connection and what it waited for
     */
    public PeerStalledException(String message) {
        super(message);
    }
}
