/**
 * One queue for all, from which workers pull (c-FCFS). No worker idles while anything waits, and the order of arrival
 * is the order of service; the price is one queue that all workers touch. A worker takes min(cap, ⌈waiting ÷ workers⌉)
 * at once. That is its share, so a batch never holds a handle that an idle worker could run. Source: the centralised
 * queue of Shinjuku (Kaffes et al., NSDI 2019) and the c-FCFS of Perséphone (Demoulin et al., SOSP 2021); the adaptive
 * batch is ours.
 */
@NullMarked
package io.creel.schedulers.where.central;

import org.jspecify.annotations.NullMarked;
