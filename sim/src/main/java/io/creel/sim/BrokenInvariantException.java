package io.creel.sim;

/** A policy or a mechanism did what it must not: the message says what, and to which request or core. */
public final class BrokenInvariantException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes it.
     *
     * @param message
     *            {@code what: name=value, name=value}
     */
    public BrokenInvariantException(String message) {
        super(message);
    }
}
