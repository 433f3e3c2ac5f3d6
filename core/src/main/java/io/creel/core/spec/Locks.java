package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that the calling coroutine holds a lock afterwards.
 *
 * <pre>
 * &#64;Locks(value = "this", when = Result.TRUE)
 * boolean tryLock();
 * </pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.CLASS)
public @interface Locks {
    /** {@return the lock: {@code this}, the name of a parameter, or a path of final fields from there} */
    String value();

    /**
     * {@return the result of the method for which this holds: a constant of {@link Result}, or the name of an enum
     * constant}
     */
    String when() default Result.ALWAYS;
}
