package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that the caller needs not own a value: a copy that may dangle is enough. On a parameter it concerns the
 * argument, on a method its receiver. A field with this annotation keeps such a copy.
 *
 * <pre>
 * &#64;Unowned
 * boolean cancel();
 * </pre>
 */
@Documented
@Target({ElementType.METHOD, ElementType.PARAMETER, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
public @interface Unowned {
}
