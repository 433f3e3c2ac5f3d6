package io.creel.agent.check.programs;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** A program that breaks a rule at run time. */
@Retention(RetentionPolicy.RUNTIME)
public @interface Breaks {
    /** {@return the code of the rule} */
    String value();

    /** {@return a part of the message} */
    String says() default "";

    /** {@return whether the verifier sees it, too} */
    boolean isSeenBefore() default true;
}
