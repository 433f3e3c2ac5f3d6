package io.creel.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method during which no other coroutine may run on the same worker: it neither suspends nor is preempted.
 *
 * <pre>
 * &#64;NoPreempt
 * void swap(long[] from, long[] to);
 * </pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.CLASS)
public @interface NoPreempt {
}
