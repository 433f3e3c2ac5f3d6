package io.creel.servers.internal;

/** The check of a limit, for the records of limits of all services. */
public final class LimitCheck {
    private LimitCheck() {
    }

    /**
     * Refuses a limit that is out of range.
     *
     * @param condition
     *            whether it is in range
     * @param name
     *            the name of the limit
     * @param value
     *            the value
     * @param allowed
     *            the range, for the message
     * @throws IllegalArgumentException
     *             if the condition does not hold
     */
    public static void require(boolean condition, String name, long value, String allowed) {
        if (!condition) {
            throw new IllegalArgumentException("limit out of range: " + name + "=" + value + ", allowed=" + allowed);
        }
    }
}
