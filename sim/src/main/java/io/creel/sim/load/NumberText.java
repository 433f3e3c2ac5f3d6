package io.creel.sim.load;

import io.creel.schedulers.policy.DecimalText;
import io.creel.schedulers.policy.DurationText;
import java.util.Locale;

/**
 * Reads the numbers in a simulation's text: {@code 5us}, {@code .02us}, {@code 1.5ms}, {@code 0.995}.
 *
 * <p>
 * Each method throws {@link IllegalArgumentException} for an unreadable text, of the form {@code what: name=value}; the
 * message lists readable forms.
 */
public final class NumberText {
    private NumberText() {
    }

    /**
     * Reads a duration of at least 1 ns.
     *
     * @param text
     *            such as {@code 5us}
     * @return nanoseconds
     * @throws IllegalArgumentException
     *            if it is no duration, or 0
     */
    public static long positiveNs(String text) {
        long ns = DurationText.parseNs(text);
        if (ns == 0) {
            throw new IllegalArgumentException("duration must be at least 1 ns: text=" + text);
        }
        return ns;
    }

    /**
     * Reads a plain decimal number.
     *
     * @param text
     *            such as {@code 0.995}
     * @return the number
     * @throws IllegalArgumentException
     *            if it is no number
     */
    public static double number(String text) {
        return DecimalText.parse(text.strip(), text).doubleValue();
    }

    /** {@return the text in lower case, in any locale} */
    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
