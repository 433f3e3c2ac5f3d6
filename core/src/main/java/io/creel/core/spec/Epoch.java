package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a number that tells one suspension of a coroutine from the next one. With this number a copy of a handle may
 * outlive its ownership. Such a copy is valid only for calls that take the epoch.
 *
 * <pre>
 * boolean resume(Coroutine handle, &#64;Epoch long epoch);
 * </pre>
 */
@Documented
@Target({ElementType.METHOD, ElementType.PARAMETER, ElementType.FIELD, ElementType.LOCAL_VARIABLE})
@Retention(RetentionPolicy.CLASS)
public @interface Epoch {
}
