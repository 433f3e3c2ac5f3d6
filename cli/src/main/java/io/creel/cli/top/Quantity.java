package io.creel.cli.top;

import java.util.Locale;

/** Writes numbers with three digits and a unit, so that a column keeps its width. */
final class Quantity {
    private static final String[] PREFIXES = {"", "k", "M", "G", "T", "P", "E"};
    private static final String[] TIMES = {"ns", "µs", "ms", "s"};

    private Quantity() {
    }

    /** Returns a count: {@code 0}, {@code 999}, {@code 1.23k}, {@code 45.6M}. */
    static String count(double value) {
        double left = value;
        int prefix = 0;
        while (left >= 999.5 && prefix < PREFIXES.length - 1) {
            left /= 1_000;
            prefix++;
        }
        return prefix == 0 ? whole(left) : digits(left) + PREFIXES[prefix];
    }

    /** Returns a time: {@code 0ns}, {@code 1.23µs}, {@code 45.6ms}, {@code 120s}; a hyphen for a negative one. */
    static String time(long ns) {
        if (ns < 0) {
            return "-";
        }
        double left = ns;
        int unit = 0;
        while (left >= 999.5 && unit < TIMES.length - 1) {
            left /= 1_000;
            unit++;
        }
        return (unit == 0 ? whole(left) : digits(left)) + TIMES[unit];
    }

    /** Returns a number below ten with its fraction if it has one: a rate of one event in three seconds is no zero. */
    private static String whole(double value) {
        return value > 0 && value < 9.95 && value != Math.rint(value)
                ? String.format(Locale.ROOT, "%.1f", Math.max(0.1, value))
                : String.format(Locale.ROOT, "%.0f", value);
    }

    private static String digits(double value) {
        return String.format(Locale.ROOT, value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f", value);
    }
}
