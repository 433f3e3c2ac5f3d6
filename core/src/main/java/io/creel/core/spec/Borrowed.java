package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a value is lent, not given: the borrower may read it, but must not keep, release or transfer it. The loan
 * ends with the next change, transfer or suspension of the lender. On a method it concerns the result, on a parameter
 * the argument. On a class it concerns every parameter of that type: the class is a view of values that a subclass
 * owns.
 *
 * <pre>
 * &#64;Borrowed(from = "this")
 * Coroutine peek();
 * </pre>
 */
@Documented
@Target({ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE})
@Retention(RetentionPolicy.CLASS)
public @interface Borrowed {
    /** {@return the lender: the name of a parameter, or {@code this}; empty on a parameter, which the caller lends} */
    String from() default "";
}
