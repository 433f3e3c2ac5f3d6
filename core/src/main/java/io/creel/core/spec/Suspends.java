package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that may suspend the calling coroutine. What the caller has borrowed ends there. Such a call is refused while a
 * monitor, a lock that belongs to a thread or a lock marked {@link NoSuspend} is held.
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
    /** The lock that is not held during the suspension: the name of a parameter, {@code this} or a path; empty for none. */
    String releasing() default "";
}
