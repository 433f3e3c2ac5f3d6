package io.creel.agent.check;

/** A rule of the specification that was broken at run time. The codes are those of the verifier. */
public final class RuleViolation extends IllegalStateException {
    private static final long serialVersionUID = 1;
    private final String code;
    /** Whether the end of the method threw it, whose own handler gets it first. */
    transient boolean left;

    RuleViolation(String code, String message, Throwable acquired) {
        super(code + ": " + message);
        this.code = code;
        if (acquired != null) {
            addSuppressed(acquired);
        }
    }

    /** {@return the code of the rule, such as {@code CR001}} */
    public String code() {
        return code;
    }
}
