package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Exempts the body of a method or class from checks. Its contract still binds its callers.
 *
 * <pre>
 * &#64;Unchecked("moves the links of handles that it owns by construction")
 * void splice(List other);
 * </pre>
 */
@Documented
@Target({ElementType.METHOD, ElementType.CONSTRUCTOR, ElementType.TYPE})
@Retention(RetentionPolicy.CLASS)
public @interface Unchecked {
    /** {@return a sentence that says why the code is right although it is not checked} */
    String value();
}
