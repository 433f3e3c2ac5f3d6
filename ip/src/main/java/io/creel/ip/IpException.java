package io.creel.ip;

/**
 * Something was asked of a host or a socket that it cannot do. The message has the form {@code what: name=value; way
 * out}.
 */
public final class IpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Which kind of refusal. */
    public enum Reason {
        /** The address is not one of this host's. */
        ADDRESS_UNKNOWN,
        /** A socket has the port already. */
        PORT_TAKEN,
        /** No free port is left. */
        NO_FREE_PORT,
        /** The table of sockets is full. */
        TOO_MANY_SOCKETS,
        /** The socket or the host is closed. */
        CLOSED,
        /** Sending failed; the message says why. */
        SEND_FAILED,
        /** The host is configured in a way that cannot work. */
        BAD_CONFIGURATION,
        /** A message on a stream is longer than allowed, malformed or cut off. */
        BAD_MESSAGE
    }

    /** The kind of refusal. */
    private final Reason reason;

    /**
     * Makes a refusal.
     *
     * @param reason its kind, for programs
     * @param message a sentence that names what was asked and the way out, for people
     */
    public IpException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** {@return the kind of refusal} */
    public Reason reason() {
        return reason;
    }
}
