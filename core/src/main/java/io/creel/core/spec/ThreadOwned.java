package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a lock that belongs to the thread that took it, or a method that takes such a lock. A coroutine must not hold
 * it across a suspension.
 *
 * <pre>
 * &#64;ThreadOwned
 * &#64;Locks("this")
 * void enter();
 * </pre>
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.CLASS)
public @interface ThreadOwned {
}
