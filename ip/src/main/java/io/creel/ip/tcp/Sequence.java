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

    /**
     * Says whether a number comes before another.
     *
     * @param a a sequence number
     * @param b another one, less than 2<sup>31</sup> away
     * @return whether {@code a} is the earlier one
     */
    public static boolean isBefore(int a, int b) {
        return a - b < 0;
    }

    /**
     * Says whether a number comes after another.
     *
     * @param a a sequence number
     * @param b another one, less than 2<sup>31</sup> away
     * @return whether {@code a} is the later one
     */
    public static boolean isAfter(int a, int b) {
        return a - b > 0;
    }

    /**
     * Says whether a number comes before another or equals it.
     *
     * @param a a sequence number
     * @param b another one, less than 2<sup>31</sup> away
     * @return whether {@code a} is not the later one
     */
    public static boolean isAtMost(int a, int b) {
        return a - b <= 0;
    }

    /**
     * Says whether a number comes after another or equals it.
     *
     * @param a a sequence number
     * @param b another one, less than 2<sup>31</sup> away
     * @return whether {@code a} is not the earlier one
     */
    public static boolean isAtLeast(int a, int b) {
        return a - b >= 0;
    }

    /**
     * Finds the later of two numbers.
     *
     * @param a a sequence number
     * @param b another one, less than 2<sup>31</sup> away
     * @return the later one
     */
    public static int max(int a, int b) {
        return a - b >= 0 ? a : b;
    }

    /**
     * Finds the earlier of two numbers.
     *
     * @param a a sequence number
     * @param b another one, less than 2<sup>31</sup> away
     * @return the earlier one
     */
    public static int min(int a, int b) {
        return a - b <= 0 ? a : b;
    }

    /**
     * Says whether {@code start <= value < start + lengthBytes}. An empty range holds nothing.
     *
     * @param value the number to look for
     * @param start the first number of the range
     * @param lengthBytes how many numbers the range has, as an unsigned number
     * @return whether the range holds the value
     */
    public static boolean isWithin(int value, int start, int lengthBytes) {
        return Integer.compareUnsigned(value - start, lengthBytes) < 0;
    }
}
