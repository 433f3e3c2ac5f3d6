package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a class whose values have exactly one owner. The owner must end its ownership by a method that {@link Releases}
 * or {@link Transfers} the value. The obligation follows the value, whatever static type a variable has.
 *
 * <pre>
 * &#64;Owned
 * public final class Packet { … }
 * </pre>
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Owned {
}
