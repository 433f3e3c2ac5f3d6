package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that the caller owns the result of the method afterwards.
 *
 * <pre>
 * &#64;Acquires(when = Result.NON_NULL)
 * Packet allocate();
 * </pre>
 */
@Documented
@Target({ElementType.METHOD, ElementType.CONSTRUCTOR})
@Retention(RetentionPolicy.CLASS)
public @interface Acquires {
    /**
     * {@return the result of the method for which this holds: a constant of {@link Result}, or the name of an enum
     * constant}
     */
    String when() default Result.ALWAYS;
}
