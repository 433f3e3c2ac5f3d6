package io.creel.schedulers.policy;

import java.util.Objects;

/**
 * One of the numbers that a policy takes, in the order in which they stand between the brackets. Immutable.
 *
 * @param name
 *            what lists and error messages call it, such as {@code quantum}
 * @param unit
 *            its unit
 * @param least
 *            the least that can be given, in nanoseconds, bytes, percent or as a count
 * @param most
 *            the most that can be given
 * @param otherwise
 *            the default; of no meaning if {@link #defaultText} says how the policy finds it
 * @param defaultText
 *            says in words what the default is if it depends on something; {@code null} if it is {@link #otherwise}
 * @param isPerType
 *            whether one number follows for each type of handle, in the order of the types; only the last may be
 */
public record PolicyNumber(String name, PolicyUnit unit, long least, long most, long otherwise, String defaultText,
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

    /** A count: {@code 256}. */
    public static PolicyNumber count(String name, long otherwise, long least, long most) {
        return new PolicyNumber(name, PolicyUnit.COUNT, least, most, otherwise, null, false);
    }

    /** A duration, in nanoseconds: {@code 5us}. */
    public static PolicyNumber time(String name, long otherwiseNs, long leastNs, long mostNs) {
        return new PolicyNumber(name, PolicyUnit.TIME, leastNs, mostNs, otherwiseNs, null, false);
    }

    /** A size, in bytes: {@code 1500B}. */
    public static PolicyNumber bytes(String name, long otherwise, long least, long most) {
        return new PolicyNumber(name, PolicyUnit.BYTES, least, most, otherwise, null, false);
    }

    /** A part of a hundred: {@code 25%}. */
    public static PolicyNumber percent(String name, long otherwise, long least, long most) {
        return new PolicyNumber(name, PolicyUnit.PERCENT, least, most, otherwise, null, false);
    }

    /** The same, one for each type of handle. */
    public PolicyNumber perType() {
        return new PolicyNumber(name, unit, least, most, otherwise, defaultText, true);
    }

    /** The same with a default that depends on something, see {@link PolicyNumbers#orElse}. */
    public PolicyNumber otherwise(String words) {
        return new PolicyNumber(name, unit, least, most, otherwise, Objects.requireNonNull(words, "words"), isPerType);
    }

    /** Reads it; the policy's text is for the message. */
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

    /** The name and the default, as lists show them: {@code quantum=5us}. */
    @Override
    public String toString() {
        return name + "=" + (defaultText == null ? unit.write(otherwise) : defaultText) + (isPerType ? " ..." : "");
    }
}
