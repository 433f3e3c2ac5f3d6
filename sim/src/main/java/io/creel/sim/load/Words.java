package io.creel.sim.load;

import io.creel.schedulers.policy.DecimalText;
import io.creel.schedulers.policy.DurationText;
import java.util.Locale;

/**
 * Reads the numbers of a simulation's text: {@code 5us}, {@code .02us}, {@code 1.5ms}, {@code 0.995}.
 *
 * <p>
 * Whatever cannot be read throws {@link IllegalArgumentException} of the form {@code what: name=value}, which says what can.
 */
public final class Words {
    private Words() {
    }

    /** A duration of at least 1 ns, in nanoseconds. */
    public static long positiveNs(String text) {
        long ns = DurationText.parseNs(text);
        if (ns == 0) {
            throw new IllegalArgumentException("duration must be at least 1 ns: text=" + text);
        }
        return ns;
    }

    /** A plain decimal number. */
    public static double number(String text) {
        return DecimalText.parse(text.strip(), text).doubleValue();
    }

    /** Lower case, whatever the machine's language. */
    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
