/**
 * Processor sharing by time slices: a coroutine that has run for the quantum while others wait goes to the end of the
 * one queue. A short request waits for at most one slice of each coroutine before it, whatever their length; the mean
 * does not depend on the distribution of service times. Preempts only if other work waits. Source: Shinjuku (Kaffes et
 * al., NSDI 2019, source read) for the quantum of 5 µs and the tail of the queue as the place of a preempted request;
 * Aspen for preempting only if other work waits. Shinjuku's dispatcher preempts on elapsed time alone.
 */
@NullMarked
package io.creel.schedulers.when.timeslice;

import org.jspecify.annotations.NullMarked;
