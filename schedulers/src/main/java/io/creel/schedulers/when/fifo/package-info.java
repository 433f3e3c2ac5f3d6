/**
 * First in, first out, run to completion: a coroutine that comes first runs first and for as long as it likes. The
 * baseline. No queueing decision is cheaper, and with equal service times none is better for the tail. With a few long
 * coroutines, all coroutines behind them wait for their whole length. Source: Shinjuku (Kaffes et al., NSDI 2019), the
 * run-to-completion baseline of its section 2.
 */
@NullMarked
package io.creel.schedulers.when.fifo;

import org.jspecify.annotations.NullMarked;
