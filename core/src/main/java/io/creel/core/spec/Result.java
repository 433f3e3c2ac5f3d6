package io.creel.core.spec;

/**
 * The results on which a rule may depend. Any other string names a constant of the enum that the method returns.
 *
 * <pre>
 * &#64;To(value = "PARSED", when = "NONE")
 * DropReason parse();
 * </pre>
 */
public final class Result {
    /** For every result. */
    public static final String ALWAYS = "";
    /** For no result: only if the method throws. */
    public static final String NEVER = "never";
    /** If the method returns true. */
    public static final String TRUE = "true";
    /** If the method returns false. */
    public static final String FALSE = "false";
    /** If the method returns null. */
    public static final String NULL = "null";
    /** If the method returns a value. */
    public static final String NON_NULL = "non-null";

    private Result() {
    }
}
