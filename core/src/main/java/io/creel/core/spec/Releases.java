package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that the method ends the caller's ownership of a value for good. On a parameter it concerns the argument, on a
 * method its receiver. If the method throws, the caller still owns the value.
 *
 * <pre>
 * &#64;Releases
 * void release();
 * </pre>
 */
@Documented
@Repeatable(Releases.All.class)
@Target({ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.CLASS)
public @interface Releases {
    /**
     * {@return the result of the method for which this holds: a constant of {@link Result}, or the name of an enum
     * constant}
     */
    String when() default Result.ALWAYS;

    /** Holds several annotations on one element; the compiler writes it. */
    @Documented
    @Target({ElementType.METHOD, ElementType.PARAMETER})
    @Retention(RetentionPolicy.CLASS)
    @interface All {
        /** {@return the annotations, one per result} */
        Releases[] value();
    }
}
