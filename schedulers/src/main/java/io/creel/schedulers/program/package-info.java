/**
 * What worker programs are made of: sources of runnable coroutines, slices, and the stock program that joins one source with one
 * {@link io.creel.schedulers.when.When}.
 *
 * <p>
 * Rule of this package: everything here belongs to one worker and is used by its thread. It is written on what is public, so
 * that a program of one's own can take the parts that fit and leave the others.
 */
package io.creel.schedulers.program;
