package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that the calling coroutine does not hold a lock afterwards. It held the lock before.
 *
 * <pre>
 * &#64;Unlocks("this")
 * void unlock();
 * </pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.CLASS)
public @interface Unlocks {
    /** {@return the lock: {@code this}, the name of a parameter, or a path of final fields from there} */
    String value();
}
