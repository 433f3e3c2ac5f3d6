package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that may suspend the calling coroutine. Loans to the caller end there. A checker refuses the call
 * while the caller holds a monitor, a lock that belongs to a thread, or a lock marked {@link NoSuspend}.
 *
 * <pre>
 * &#64;Suspends(releasing = "lock")
 * void await(CoroutineLock lock);
 * </pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.CLASS)
public @interface Suspends {
    /**
     * {@return the lock that is not held during the suspension: the name of a parameter, {@code this} or a path; empty
     * for none}
     */
    String releasing() default "";
}
