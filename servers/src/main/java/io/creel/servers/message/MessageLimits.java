package io.creel.servers.message;

import java.util.Arrays;

/**
 * The limits of a service of messages. Beyond one of them, the reader of a connection reads no further, and the receive
 * window of that connection closes; nothing is dropped. Immutable. Any thread.
 */
public final class MessageLimits {
    private static final int MOST = 1 << 20;

    private final int ofConnection;
    private final int[] ofClass;

    /**
     * Makes limits.
     *
     * @param ofConnection
     *            most messages of one connection that were received and whose answers are not written, from 1 to
     *            2<sup>20</sup>
     * @param ofClass
     *            for each class, most messages of all connections that wait or are at work, from 1 to 2<sup>20</sup>
     * @throws IllegalArgumentException
     *             if a limit is out of range, or there is no class
     */
    public MessageLimits(int ofConnection, int... ofClass) {
        this.ofConnection = ofConnection;
        this.ofClass = ofClass.clone();
        boolean possible = isPossible(ofConnection) && ofClass.length > 0;
        for (int each : ofClass) {
            possible &= isPossible(each);
        }
        if (!possible) {
            throw new IllegalArgumentException("limit out of range: limits=" + this + ", allowed=1 to " + MOST
                    + " for each, and one for each class");
        }
    }

    private static boolean isPossible(int limit) {
        return limit >= 1 && limit <= MOST;
    }

    /** {@return 64 messages of a connection, 256 short ones and 64 long ones} */
    public static MessageLimits defaults() {
        return new MessageLimits(64, 256, 64);
    }

    /** {@return the number of classes} */
    public int classes() {
        return ofClass.length;
    }

    /** {@return most messages of one connection that were received and whose answers are not written} */
    public int ofConnection() {
        return ofConnection;
    }

    /**
     * {@return most messages of a class that wait or are at work}
     *
     * @param messageClass
     *            from 0
     */
    public int ofClass(int messageClass) {
        return ofClass[messageClass];
    }

    /** {@return the sum over all classes} */
    public int total() {
        return Arrays.stream(ofClass).sum();
    }

    @Override
    public String toString() {
        return "MessageLimits[ofConnection=" + ofConnection + ", ofClass=" + Arrays.toString(ofClass) + "]";
    }
}
