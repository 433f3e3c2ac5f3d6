/**
 * Annotations that state the safety rules of steps, next to the code that they protect. To state a rule, annotate the
 * class of a value by {@link io.creel.core.spec.Owned} and {@link io.creel.core.spec.States}, and a step by the
 * transitions that it makes, such as {@link io.creel.core.spec.From}, {@link io.creel.core.spec.To},
 * {@link io.creel.core.spec.Transfers} and {@link io.creel.core.spec.RequiresLock}.
 *
 * <p>
 * An annotation enforces nothing by itself. Checkers read the rules from class files, so every annotation is kept in
 * the class file and none is loaded at run time. A <i>path</i> such as {@code socket.lock} starts at {@code this} or at
 * the name of a parameter and follows final fields. Class files keep the names of parameters if they are compiled with
 * {@code -parameters}.
 *
 * <p>
 * Rule for maintainers: this package depends on nothing but {@code java.lang}.
 */
@NullMarked
package io.creel.core.spec;

import org.jspecify.annotations.NullMarked;
