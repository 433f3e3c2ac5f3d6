package io.creel.oracle;

import org.jspecify.annotations.Nullable;

/** A run of a small program broke a rule, or failed otherwise. The cause tells where. */
public final class BrokenRuleError extends AssertionError {
    private static final long serialVersionUID = 1;

    BrokenRuleError(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
