package io.creel.agent.check.programs;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** A program that keeps every rule. */
@Retention(RetentionPolicy.RUNTIME)
public @interface Keeps {
}
