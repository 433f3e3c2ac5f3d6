package io.creel.sim;

/** Thrown if a policy or a mechanism breaks an invariant: the message says which one, and by which request or core. */
public final class BrokenInvariantException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message
     *            {@code what: name=value, name=value}
     */
    public BrokenInvariantException(String message) {
        super(message);
    }
}
