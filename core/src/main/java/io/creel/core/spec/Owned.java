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
 * <p>
 * On a field: the object of the field owns the value in it. A store gives the value to the field. A method that has
 * loaded the value may pass it on if it overwrites the field before it returns or suspends.
 *
 * <pre>
 * &#64;Owned
 * public final class Packet { … }
 * </pre>
 */
@Documented
@Target({ElementType.TYPE, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
public @interface Owned {
    /**
     * {@return the states in which a value must have an owner; empty for every state. A batch, for one, needs an owner
     * while it holds handles}
     */
    String[] in() default {};
}
