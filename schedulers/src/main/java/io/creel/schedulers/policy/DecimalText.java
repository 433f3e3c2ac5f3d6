package io.creel.schedulers.policy;

import java.math.BigDecimal;

/** Reads decimal numbers, {@code 0.995} or {@code 1e3}, of a bounded length, which bounds the work. Any thread. */
public final class DecimalText {
    private static final int MAX_DIGITS = 20;

    private DecimalText() {
    }

    /**
     * Reads a number.
     *
     * @param number
     *            at most 20 characters
     * @param text
     *            shown by the error message: the number, and the text around it
     * @return the number
     * @throws IllegalArgumentException
     *            if it is longer, or no number
     */
    public static BigDecimal parse(String number, String text) {
        if (number.length() > MAX_DIGITS) {
            throw new IllegalArgumentException("number is too long: text=" + text);
        }
        try {
            return new BigDecimal(number);
        } catch (NumberFormatException unreadable) {
            throw new IllegalArgumentException("number cannot be read: text=" + text, unreadable);
        }
    }
}
