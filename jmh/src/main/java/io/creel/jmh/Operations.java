package io.creel.jmh;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The number of operations per call of a benchmark method; on every benchmark method. JMH's own annotation would round
 * each call's time to whole nanoseconds per operation, too coarse for operations of four.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Operations {
    /** At least 1. A call should take 50 to 500 microseconds: long for the clock, short for the scheduler. */
    int value();
}
