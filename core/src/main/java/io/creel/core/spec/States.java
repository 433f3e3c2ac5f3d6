package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares the states of the values of a class. The first one is the state of a value that comes out of a method
 * without {@link To}.
 *
 * <pre>
 * &#64;States({ "RAW", "PARSED", "POST_IP" })
 * public final class Packet { … }
 * </pre>
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface States {
    /** {@return the names; at least one, none twice} */
    String[] value();
}
