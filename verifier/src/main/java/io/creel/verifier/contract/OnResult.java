package io.creel.verifier.contract;

/**
 * The result of a method for which an effect holds.
 *
 * @param kind
 *            which results
 * @param constant
 *            the name of the enum constant, for {@link Kind#CONSTANT}; else empty
 */
public record OnResult(Kind kind, String constant) {
    /** The kinds of results. */
    public enum Kind {
        ALWAYS, NEVER, TRUE, FALSE, NULL, NON_NULL, CONSTANT
    }

    /** For every result. */
    public static final OnResult ALWAYS = new OnResult(Kind.ALWAYS, "");

    /** Reads the value of an annotation's element {@code when}. */
    public static OnResult of(Object text) {
        return switch (text == null ? "" : text.toString()) {
            case "" -> ALWAYS;
            case "never" -> new OnResult(Kind.NEVER, "");
            case "true" -> new OnResult(Kind.TRUE, "");
            case "false" -> new OnResult(Kind.FALSE, "");
            case "null" -> new OnResult(Kind.NULL, "");
            case "non-null" -> new OnResult(Kind.NON_NULL, "");
            default -> new OnResult(Kind.CONSTANT, text.toString());
        };
    }

    @Override
    public String toString() {
        return switch (kind) {
            case ALWAYS -> "always";
            case NEVER -> "never";
            case TRUE -> "true";
            case FALSE -> "false";
            case NULL -> "null";
            case NON_NULL -> "a value";
            case CONSTANT -> constant;
        };
    }
}
