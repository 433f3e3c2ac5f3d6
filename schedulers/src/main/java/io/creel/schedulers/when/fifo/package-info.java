/**
 * First in, first out, run to completion: who comes first runs first and for as long as it likes. The baseline. No queueing
 * decision is cheaper, and with equal service times none is better for the tail; with a few long ones, everybody behind them
 * waits for their whole length. Source: Shinjuku (Kaffes et al., NSDI 2019), the run-to-completion baseline of its section 2.
 */
package io.creel.schedulers.when.fifo;
