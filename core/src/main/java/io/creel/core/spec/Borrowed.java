package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a value is lent, not given: it may be read, but not kept, released or transferred. The loan ends with the next
 * change, transfer or suspension of what it was borrowed from. On a method it speaks of the result, on a parameter of the argument.
 *
 * <pre>
 * &#64;Borrowed(from = "this")
 * Coroutine peek();
 * </pre>
 */
@Documented
@Target({ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.CLASS)
public @interface Borrowed {
    /** What lends it: the name of a parameter, or {@code this}; for a parameter empty, which is the caller. */
    String from() default "";
}
