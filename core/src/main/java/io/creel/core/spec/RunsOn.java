package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says where a method runs. A lambda inherits it from the method of its interface.
 *
 * <pre>
 * interface SuspensionCallback {
 *     &#64;RunsOn(Place.CARRIER)
 *     boolean suspended(Coroutine self);
 * }
 * </pre>
 */
@Documented
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.CLASS)
public @interface RunsOn {
    /** {@return the place} */
    Place value();
}
