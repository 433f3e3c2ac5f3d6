package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a value belongs to one specific other value. On a method it concerns the result, on a parameter the
 * argument: the caller must pass a matching pair.
 *
 * <pre>
 * &#64;TiedTo("packet")
 * UdpSocket lookUp(Packet packet);
 *
 * void receive(Packet packet, &#64;TiedTo("packet") UdpSocket socket);
 * </pre>
 */
@Documented
@Target({ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.CLASS)
public @interface TiedTo {
    /** {@return the name of a parameter of the same method, or {@code this}} */
    String value();
}
