package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a lock that must not be held across a suspension. A coroutine may hold other locks of coroutines.
 *
 * <pre>
 * &#64;NoSuspend
 * final CoroutineLock lock = new CoroutineLock();
 * </pre>
 */
@Documented
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.CLASS)
public @interface NoSuspend {
}
