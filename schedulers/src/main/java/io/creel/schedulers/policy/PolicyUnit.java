package io.creel.schedulers.policy;

/** The unit of a policy's number. Every unit but that of a count is written behind the number. */
public enum PolicyUnit {
    /** A whole number without a unit: {@code 256}. */
    COUNT("a whole number", "") {
        @Override
        long parse(String text) {
            return whole(text, "");
        }
    },
    /** A duration, in nanoseconds: {@code 5us}, {@code 1.5ms}. */
    TIME("a time", "us") {
        @Override
        long parse(String text) {
            return DurationText.parseNs(text);
        }

        @Override
        public String write(long value) {
            return DurationText.of(value);
        }
    },
    /** A size in bytes: {@code 1500B}. */
    BYTES("a size", "B") {
        @Override
        long parse(String text) {
            return whole(text, "B");
        }
    },
    /** A part of a hundred: {@code 25%}. */
    PERCENT("a percentage", "%") {
        @Override
        long parse(String text) {
            return whole(text, "%");
        }
    };

    private static final int MAX_DIGITS = 15;

    private final String what;
    /** The unit that an error message proposes. */
    private final String proposed;

    PolicyUnit(String what, String proposed) {
        this.what = what;
        this.proposed = proposed;
    }

    /** {@return the unit in words, for error messages: {@code a time}, {@code a whole number}} */
    String what() {
        return what;
    }

    String proposed() {
        return proposed;
    }

    /** Reads a number with this unit; throws {@link IllegalArgumentException} if it has another one, or none. */
    abstract long parse(String text);

    /**
     * Writes a number.
     *
     * @param value
     *            in nanoseconds, bytes, percent or as a count
     * @return text that can be read again
     */
    public String write(long value) {
        return value + proposed;
    }

    static boolean isWhole(String text) {
        return !text.isEmpty() && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    private static long whole(String text, String unit) {
        String digits = text.endsWith(unit) ? text.substring(0, text.length() - unit.length()).strip() : "";
        if (!isWhole(digits)) {
            throw new IllegalArgumentException("number cannot be read: text=" + text);
        }
        if (digits.length() > MAX_DIGITS) {
            throw new IllegalArgumentException("number is too long: text=" + text);
        }
        return Long.parseLong(digits);
    }
}
