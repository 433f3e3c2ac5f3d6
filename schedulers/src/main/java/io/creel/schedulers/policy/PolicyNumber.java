package io.creel.schedulers.policy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One of the numbers that a policy takes, in the order in which they stand between the brackets. Immutable.
 *
 * @param name
 *            its name in lists and error messages, such as {@code quantum}
 * @param unit
 *            its unit
 * @param least
 *            the least value, in nanoseconds, bytes, percent or as a count
 * @param most
 *            the greatest value
 * @param otherwise
 *            the default; meaningless if {@link #defaultText} says how the policy finds it
 * @param defaultText
 *            the default in words if it depends on something; {@code null} if it is {@link #otherwise}
 * @param isPerType
 *            whether one number follows per type of handle, in the order of the types; only for the last number
 */
public record PolicyNumber(String name, PolicyUnit unit, long least, long most, long otherwise,
        @Nullable String defaultText,
        boolean isPerType) {
    /** Checks the name and that the default is in range. */
    public PolicyNumber {
        Objects.requireNonNull(unit, "unit");
        if (!PolicyText.isName(name)) {
            throw new IllegalArgumentException("number name out of range: name=" + name + ", allowed="
                    + PolicyText.NAME_FORM);
        }
        if (least > most || defaultText == null && (otherwise < least || otherwise > most)) {
            throw new IllegalArgumentException("number out of range: name=" + name + ", default=" + otherwise
                    + ", least=" + least + ", most=" + most);
        }
    }

    /**
     * Makes a count: {@code 256}.
     *
     * @param name
     *            its name in lists and error messages
     * @param otherwise
     *            the default
     * @param least
     *            the least value
     * @param most
     *            the greatest value
     * @return the number
     */
    public static PolicyNumber count(String name, long otherwise, long least, long most) {
        return new PolicyNumber(name, PolicyUnit.COUNT, least, most, otherwise, null, false);
    }

    /**
     * Makes a duration: {@code 5us}.
     *
     * @param name
     *            its name in lists and error messages
     * @param otherwiseNs
     *            the default, in nanoseconds
     * @param leastNs
     *            the least value, in nanoseconds
     * @param mostNs
     *            the greatest value, in nanoseconds
     * @return the number
     */
    public static PolicyNumber time(String name, long otherwiseNs, long leastNs, long mostNs) {
        return new PolicyNumber(name, PolicyUnit.TIME, leastNs, mostNs, otherwiseNs, null, false);
    }

    /**
     * Makes a size: {@code 1500B}.
     *
     * @param name
     *            its name in lists and error messages
     * @param otherwise
     *            the default, in bytes
     * @param least
     *            the least value, in bytes
     * @param most
     *            the greatest value, in bytes
     * @return the number
     */
    public static PolicyNumber bytes(String name, long otherwise, long least, long most) {
        return new PolicyNumber(name, PolicyUnit.BYTES, least, most, otherwise, null, false);
    }

    /**
     * Makes a percentage: {@code 25%}.
     *
     * @param name
     *            its name in lists and error messages
     * @param otherwise
     *            the default, in percent
     * @param least
     *            the least value, in percent
     * @param most
     *            the greatest value, in percent
     * @return the number
     */
    public static PolicyNumber percent(String name, long otherwise, long least, long most) {
        return new PolicyNumber(name, PolicyUnit.PERCENT, least, most, otherwise, null, false);
    }

    /** {@return the same number, but one per type of handle} */
    public PolicyNumber perType() {
        return new PolicyNumber(name, unit, least, most, otherwise, defaultText, true);
    }

    /**
     * Returns the same number with a default that depends on something, see {@link PolicyNumbers#orElse}.
     *
     * @param words
     *            says what the default is, such as {@code the number of types}
     * @return a new number
     */
    public PolicyNumber otherwise(String words) {
        return new PolicyNumber(name, unit, least, most, otherwise, Objects.requireNonNull(words, "words"), isPerType);
    }

    /** Reads a value; the policy's text is for the message. */
    long parse(String policy, String text) {
        long value;
        try {
            value = unit.parse(text);
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(complaint(text) + ": " + policy(policy, text), unreadable);
        }
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is out of range: " + policy(policy, text) + ", least="
                    + unit.write(least) + ", most=" + unit.write(most));
        }
        return value;
    }

    private String complaint(String text) {
        if (unit != PolicyUnit.COUNT && PolicyUnit.isWhole(text)) {
            return name + " is " + unit.what() + " and needs its unit, write " + text + unit.proposed();
        }
        return name + " is " + unit.what() + ", such as " + unit.write(Math.clamp(otherwise, least, most));
    }

    private static String policy(String policy, String text) {
        return "policy=" + policy + ", given=" + text;
    }

    /** {@return the name and the default, as lists show them: {@code quantum=5us}} */
    @Override
    public String toString() {
        return name + "=" + (defaultText == null ? unit.write(otherwise) : defaultText) + (isPerType ? " ..." : "");
    }
}
