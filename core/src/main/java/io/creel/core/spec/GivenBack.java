package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that the caller of the method gives the argument back if the method throws while it still owns the argument. So
 * the body of a coroutine needs no handler for its packet.
 *
 * <pre>
 * void run(&#64;Transfers &#64;GivenBack A argument) throws Throwable;
 * </pre>
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.CLASS)
public @interface GivenBack {
}
