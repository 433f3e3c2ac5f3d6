package io.creel.core;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method whose result says who owns something now: a handle, a packet, an item. A caller that ignores it loses what was
 * refused. Creel's own build, and that of a user who runs Error Prone, fails for such a call; Error Prone recognises an
 * annotation of this name in any package.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.CLASS)
public @interface CheckReturnValue {
}
