/**
 * One queue for all, workers pull (c-FCFS). No worker idles while anything waits, and the order of arrival is the order of
 * service; the price is one queue that all touch. A worker takes min(cap, ⌈waiting ÷ workers⌉) at once: its share, so that a
 * batch never holds what an idle worker could run. Source: the centralised queue of Shinjuku (Kaffes et al., NSDI 2019) and the
 * c-FCFS of Perséphone (Demoulin et al., SOSP 2021); the adaptive batch is ours.
 */
package io.creel.schedulers.where.central;
