package io.creel.schedulers.services;

import java.util.List;

/** Whole numbers and durations: {@code 12}, {@code 500ns}, {@code 5us}, {@code 3ms}, {@code 1s}. */
final class Numbers {
    private static final List<String> UNITS = List.of("ns", "us", "ms", "s");
    private static final long[] FACTORS = {1, 1_000, 1_000_000, 1_000_000_000};

    private Numbers() {
    }

    /** Reads a number; a duration in nanoseconds. */
    static long parse(String of, String text) {
        String digits = text;
        long factor = 1;
        for (int unit = 0; unit < FACTORS.length; unit++) {
            if (text.endsWith(UNITS.get(unit))) {
                digits = text.substring(0, text.length() - UNITS.get(unit).length());
                factor = FACTORS[unit];
                break;
            }
        }
        if (digits.isEmpty() || !digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            throw new IllegalArgumentException("not a number: of=" + of + ", text=" + text + ", units=" + UNITS);
        }
        try {
            return Math.multiplyExact(Long.parseLong(digits), factor);
        } catch (ArithmeticException | NumberFormatException tooBig) {
            throw new IllegalArgumentException("number too big: of=" + of + ", text=" + text);
        }
    }
}
