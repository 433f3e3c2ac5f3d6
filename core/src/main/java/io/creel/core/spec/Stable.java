package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a field that is set once, before any other code sees the object, and never again. Two loads give the same
 * value, so a path may lead through it as through a final field. The field is private, and one method or the
 * constructors set it.
 *
 * <pre>
 * &#64;Stable
 * private TcpConnection connection;
 * </pre>
 */
@Documented
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.CLASS)
public @interface Stable {
}
