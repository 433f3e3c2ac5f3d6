package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the parameter that the method returns, so that the result is known to be the same value.
 *
 * <pre>
 * &#64;Returns("batch")
 * Batch drain(Batch batch, int max);
 * </pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.CLASS)
public @interface Returns {
    /** {@return the name of a parameter, or {@code this}} */
    String value();
}
