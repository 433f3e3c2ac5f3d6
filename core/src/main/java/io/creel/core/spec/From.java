package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Requires that a value is in one of the given states when the method is called. On a parameter it concerns the
 * argument, on a method its receiver.
 *
 * <pre>
 * boolean receive(&#64;From("PARSED") &#64;To(value = "POST_IP", when = Result.TRUE) Packet packet);
 * </pre>
 */
@Documented
@Target({ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.CLASS)
public @interface From {
    /** {@return states that the class of the value declares by {@link States}} */
    String[] value();
}
