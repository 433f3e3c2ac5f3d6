package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that the method takes the ownership of a value over from its caller. On a parameter it speaks of the argument, on a method
 * of its receiver. Under every other result, and if the method throws, the caller still owns the value.
 *
 * <pre>
 * boolean transmit(&#64;Transfers(when = Result.TRUE) Packet packet);
 * </pre>
 */
@Documented
@Repeatable(Transfers.All.class)
@Target({ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.CLASS)
public @interface Transfers {
    /** For which result of the method this holds: a constant of {@link Result}, or the name of an enum constant. */
    String when() default Result.ALWAYS;

    /** Whether the value is taken over also if the method throws. */
    boolean onException() default false;

    /** Holds several of these on one element; the compiler writes it. */
    @Documented
    @Target({ElementType.METHOD, ElementType.PARAMETER})
    @Retention(RetentionPolicy.CLASS)
    @interface All {
        /** One per result. */
        Transfers[] value();
    }
}
