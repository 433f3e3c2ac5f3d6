package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Requires that the calling coroutine holds a lock during the call. The lock belongs to one specific instance.
 *
 * <pre>
 * &#64;RequiresLock("socket.lock")
 * void receive(Packet packet, &#64;TiedTo("packet") UdpSocket socket);
 * </pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.CLASS)
public @interface RequiresLock {
    /** {@return paths of final fields, each from {@code this} or from the name of a parameter} */
    String[] value();
}
