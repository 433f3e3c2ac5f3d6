/**
 * Processor sharing by time slices: who has run for the quantum while others wait goes to the end of the one queue. A short
 * request waits for at most one slice of each before it, whatever they are; the mean does not care how service times are
 * distributed. Preempts only if other work waits. Source: Shinjuku (Kaffes et al., NSDI 2019, source read), quantum 5 µs; Aspen.
 */
package io.creel.schedulers.when.timeslice;
