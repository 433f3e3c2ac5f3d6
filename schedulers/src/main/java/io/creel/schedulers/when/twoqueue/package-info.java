/**
 * Two-queue slicing: new and resumed coroutines run first, each for a short quantum. A coroutine that uses it up while
 * others wait goes to a second queue, served later, one at a time and with four times the quantum. Short work never
 * waits behind the whole of a long coroutine, although no caller says beforehand which is which; long work is
 * interrupted seldom. Source: Aspen's two-queue policy, which preempts only if other work waits, with the quantum of 5
 * µs of Shinjuku (Kaffes et al., NSDI 2019). "New first" alone would let the second queue starve under overload; the
 * guard, one of the second queue after at most 256 new ones, is ours. It counts handles.
 */
@NullMarked
package io.creel.schedulers.when.twoqueue;

import org.jspecify.annotations.NullMarked;
