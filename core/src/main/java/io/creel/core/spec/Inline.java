package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a callback that runs before the method returns, and never afterwards. A value that a lambda captures there is
 * borrowed; a value that a lambda captures elsewhere escapes.
 *
 * <pre>
 * static void await(&#64;Inline SuspensionCallback callback);
 * </pre>
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.CLASS)
public @interface Inline {
}
