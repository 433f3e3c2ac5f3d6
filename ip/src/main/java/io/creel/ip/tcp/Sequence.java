package io.creel.ip.tcp;

/**
 * Arithmetic on sequence numbers, which are numbers modulo 2<sup>32</sup> (RFC 9293, section 3.4).
 *
 * <p>
 * Two numbers are ordered by the sign of their difference, so an order exists only between numbers that are less than
 * 2<sup>31</sup> apart. Static, O(1), any thread.
 */
public final class Sequence {
    private Sequence() {
    }

    public static boolean isBefore(int a, int b) {
        return a - b < 0;
    }

    public static boolean isAfter(int a, int b) {
        return a - b > 0;
    }

    public static boolean isAtMost(int a, int b) {
        return a - b <= 0;
    }

    public static boolean isAtLeast(int a, int b) {
        return a - b >= 0;
    }

    /** The later of two numbers. */
    public static int max(int a, int b) {
        return a - b >= 0 ? a : b;
    }

    /** The earlier of two numbers. */
    public static int min(int a, int b) {
        return a - b <= 0 ? a : b;
    }

    /** Whether {@code start <= value < start + lengthBytes}. False for an empty range. */
    public static boolean isWithin(int value, int start, int lengthBytes) {
        return Integer.compareUnsigned(value - start, lengthBytes) < 0;
    }
}
