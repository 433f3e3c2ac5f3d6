package io.creel.sim.load;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * Reads the numbers of a simulation's text: {@code 5us}, {@code .02us}, {@code 1.5ms}, {@code 0.995}.
 *
 * <p>
 * Whatever cannot be read throws {@link IllegalArgumentException} of the form {@code what: name=value}, which says what can.
 */
public final class Words {
    private static final String[] UNITS = {"ns", "us", "µs", "ms", "s"};
    private static final long[] UNIT_NS = {1, 1_000, 1_000, 1_000_000, 1_000_000_000};
    /** The longest duration that can be written: an hour. */
    public static final long MAX_NS = 3_600_000_000_000L;

    private Words() {
    }

    /** A duration of at least 1 ns, in nanoseconds. */
    public static long positiveNs(String text) {
        long ns = ns(text);
        if (ns == 0) {
            throw new IllegalArgumentException("duration must be at least 1 ns: text=" + text);
        }
        return ns;
    }

    /** A duration in nanoseconds, from 0; only 0 needs no unit. */
    public static long ns(String text) {
        String trimmed = text.strip();
        if (trimmed.equals("0")) {
            return 0;
        }
        for (int i = 0; i < UNITS.length; i++) {
            String number = trimmed.endsWith(UNITS[i])
                    ? trimmed.substring(0, trimmed.length() - UNITS[i].length())
                    : "";
            if (!number.isEmpty() && Character.isDigit(number.charAt(number.length() - 1))) {
                return ns(text, number, UNIT_NS[i]);
            }
        }
        throw new IllegalArgumentException(
                "duration cannot be read: text=" + text + ", known=a number and ns, us, ms or s, such as 0.5us");
    }

    private static long ns(String text, String number, long unitNs) {
        BigDecimal ns = decimal(text, number).multiply(BigDecimal.valueOf(unitNs));
        if (ns.signum() < 0 || ns.compareTo(BigDecimal.valueOf(MAX_NS)) > 0) {
            throw new IllegalArgumentException("duration must be from 0 to 3600 s: text=" + text);
        }
        if (ns.stripTrailingZeros().scale() > 0) {
            throw new IllegalArgumentException("duration must be whole nanoseconds: text=" + text);
        }
        return ns.longValueExact();
    }

    /** A plain decimal number. */
    public static double number(String text) {
        return decimal(text, text.strip()).doubleValue();
    }

    private static BigDecimal decimal(String text, String number) {
        if (number.length() > 20) {
            throw new IllegalArgumentException("number is too long: text=" + text);
        }
        try {
            return new BigDecimal(number);
        } catch (NumberFormatException unreadable) {
            throw new IllegalArgumentException("number cannot be read: text=" + text, unreadable);
        }
    }

    /** As short as it can be written exactly: {@code 500ns}, {@code 5.7us}, {@code 10ms}. */
    public static String durationText(long ns) {
        if (ns == 0) {
            return "0";
        }
        int unit = ns < 1_000 ? 0 : ns < 1_000_000 ? 1 : ns < 1_000_000_000 ? 3 : 4;
        return BigDecimal.valueOf(ns).divide(BigDecimal.valueOf(UNIT_NS[unit])).stripTrailingZeros().toPlainString()
                + UNITS[unit];
    }

    /** Lower case, whatever the machine's language. */
    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
