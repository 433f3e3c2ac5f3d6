package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says in which state the method leaves a value. On a parameter it concerns the argument, on a method its receiver. If
 * no {@code To} fits the result, or if the method throws, the state stays as it was.
 *
 * <pre>
 * &#64;From("RAW")
 * &#64;To(value = "PARSED", when = "NONE")
 * DropReason parse();
 * </pre>
 */
@Documented
@Repeatable(To.All.class)
@Target({ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.CLASS)
public @interface To {
    /** {@return a state that the class of the value declares by {@link States}} */
    String value();

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
        To[] value();
    }
}
