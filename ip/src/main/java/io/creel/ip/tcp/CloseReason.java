package io.creel.ip.tcp;

/** Why a connection is in the state CLOSED. */
public enum CloseReason {
    /** It was never opened, or is not closed. */
    NONE("not closed"),
    /** Both directions ended by FIN and were acknowledged. */
    FINISHED("both sides have closed"),
    /** The user closed it before the peer answered its SYN. */
    NOT_OPENED("closed before it was established"),
    /** The user aborted it; the peer was sent a RST. */
    ABORTED("aborted by this side"),
    /** The peer sent an acceptable RST. */
    RESET("reset by the peer"),
    /** The peer answered the SYN with a RST. */
    REFUSED("refused by the peer"),
    /** The peer did not acknowledge anything for as long as the settings allow. */
    TIMED_OUT("the peer did not answer in time"),
    /** The peer answered no keep-alive probe. */
    KEEP_ALIVE_FAILED("the peer answered no keep-alive probe"),
    /** The network said that the peer cannot be reached, before the connection was established. */
    UNREACHABLE("the peer is unreachable"),
    /**
     * Data arrived after the user had closed both directions, so that they could not be delivered (RFC 9293, MUST-13 of
     * 3.6.1).
     */
    DATA_AFTER_CLOSE("data arrived after both directions were closed"),
    /** The host gave up the half-open connection: its listener was closed. */
    LISTENER_CLOSED("the listener was closed");

    private final String text;

    CloseReason(String text) {
        this.text = text;
    }

    /** {@return a phrase for messages, without a full stop} */
    public String text() {
        return text;
    }
}
