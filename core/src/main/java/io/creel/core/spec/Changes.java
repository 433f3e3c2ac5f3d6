package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that the method changes a value, which ends every loan from it. On a parameter it concerns the argument, on a
 * method its receiver.
 *
 * <pre>
 * &#64;Changes
 * boolean push(&#64;Transfers(when = Result.TRUE) Coroutine handle);
 * </pre>
 */
@Documented
@Target({ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.CLASS)
public @interface Changes {
}
