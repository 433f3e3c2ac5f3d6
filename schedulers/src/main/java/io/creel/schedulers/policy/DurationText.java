package io.creel.schedulers.policy;

import java.math.BigDecimal;

/**
 * Reads and writes durations: {@code 5us}, {@code 5µs}, {@code 1.5us}, {@code .02us}, {@code 10ms}. A number and a
 * unit; only 0 needs no unit. Any thread.
 */
public final class DurationText {
    /** The longest duration that can be written, in nanoseconds: an hour. */
    public static final long MAX_NS = 3_600_000_000_000L;

    /** The micro sign (U+00B5) and the Greek letter mu (U+03BC) look alike, and keyboards write either. */
    private static final String[] UNITS = {"ns", "us", "\u00b5s", "\u03bcs", "ms", "s"};
    private static final long[] UNIT_NS = {1, 1_000, 1_000, 1_000, 1_000_000, 1_000_000_000};

    private DurationText() {
    }

    /**
     * Reads a duration.
     *
     * @param text
     *            as above
     * @return nanoseconds, from 0 to {@link #MAX_NS}
     * @throws IllegalArgumentException
     *            if the text has no unit, is no number, is out of range, or is no whole number of nanoseconds
     */
    public static long parseNs(String text) {
        String trimmed = text.strip();
        if (trimmed.equals("0")) {
            return 0;
        }
        for (int i = 0; i < UNITS.length; i++) {
            String number = trimmed.endsWith(UNITS[i])
                    ? trimmed.substring(0, trimmed.length() - UNITS[i].length()).strip()
                    : "";
            if (!number.isEmpty() && Character.isDigit(number.charAt(number.length() - 1))) {
                return parseNs(text, number, UNIT_NS[i]);
            }
        }
        throw new IllegalArgumentException("duration cannot be read: text=" + text
                + ", known=a number and ns, us, \u00b5s, ms or s, such as 0.5us");
    }

    private static long parseNs(String text, String number, long unitNs) {
        BigDecimal ns = DecimalText.parse(number, text).multiply(BigDecimal.valueOf(unitNs));
        if (ns.signum() < 0 || ns.compareTo(BigDecimal.valueOf(MAX_NS)) > 0) {
            throw new IllegalArgumentException("duration must be from 0 to 3600 s: text=" + text);
        }
        if (ns.stripTrailingZeros().scale() > 0) {
            throw new IllegalArgumentException("duration must be whole nanoseconds: text=" + text);
        }
        return ns.longValueExact();
    }

    /**
     * Writes a duration.
     *
     * @param ns
     *            nanoseconds, at least 0
     * @return the shortest exact form: {@code 500ns}, {@code 5.7us}, {@code 10ms}, {@code 0}
     */
    public static String of(long ns) {
        if (ns == 0) {
            return "0";
        }
        int unit = ns < 1_000 ? 0 : ns < 1_000_000 ? 1 : ns < 1_000_000_000 ? 4 : 5;
        return BigDecimal.valueOf(ns).divide(BigDecimal.valueOf(UNIT_NS[unit])).stripTrailingZeros().toPlainString()
                + UNITS[unit];
    }
}
