package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that the method takes over the ownership of a value from its caller. On a parameter it concerns the argument, on
 * a method its receiver. Under every other result, and if the method throws, the caller still owns the value.
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
    /**
     * {@return the result of the method for which this holds: a constant of {@link Result}, or the name of an enum
     * constant}
     */
    String when() default Result.ALWAYS;

    /** {@return whether the method takes the value over even if it throws} */
    boolean onException() default false;

    /** Holds several annotations on one element; the compiler writes it. */
    @Documented
    @Target({ElementType.METHOD, ElementType.PARAMETER})
    @Retention(RetentionPolicy.CLASS)
    @interface All {
        /** {@return the annotations, one per result} */
        Transfers[] value();
    }
}
