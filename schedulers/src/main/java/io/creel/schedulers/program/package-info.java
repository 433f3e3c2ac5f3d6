/**
 * The parts of worker programs: sources of runnable coroutines, slices, and
 * {@link io.creel.schedulers.program.PolicyProgram}, the stock program that joins one source with one
 * {@link io.creel.schedulers.when.When}. Use the stock program, or combine the parts in a program of your own.
 *
 * <p>
 * Rules of this package: everything here belongs to one worker and is used by its thread. It uses public API only, so
 * that a program of one's own can take the parts that fit and leave the others.
 */
@NullMarked
package io.creel.schedulers.program;

import org.jspecify.annotations.NullMarked;
