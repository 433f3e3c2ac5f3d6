package io.creel.agent.check;

import java.util.Objects;
import java.util.function.Consumer;

/** A rule of the specification that was broken at run time. The codes are those of the verifier. */
public final class RuleViolation extends IllegalStateException {
    private static final long serialVersionUID = 1;
    private static volatile Consumer<RuleViolation> observer = violation -> {
    };
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

    /**
     * Tells an observer of each violation from now on, of those too that a program catches or replaces by another
     * exception. There is one observer per process; the next call replaces it.
     *
     * @param told
     *            called by the thread that breaks the rule, before the exception is thrown; must not throw
     */
    public static void observe(Consumer<RuleViolation> told) {
        observer = Objects.requireNonNull(told, "told");
    }

    /** Tells the observer. */
    RuleViolation observed() {
        observer.accept(this);
        return this;
    }

    /** {@return the code of the rule, such as {@code CR001}} */
    public String code() {
        return code;
    }
}
