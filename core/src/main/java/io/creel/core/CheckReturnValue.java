package io.creel.core;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method whose result says which side owns something afterwards: a handle, a packet, an item. A caller that
 * ignores the result loses a refused item. Creel's own build fails for such a call, and so does a build that runs Error
 * Prone, which recognises an annotation of this name in any package.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.CLASS)
public @interface CheckReturnValue {
}
