/**
 * A LIFO slot before a FIFO queue: what became runnable last, and is likely to be in the cache, runs first, but at most three
 * times in a row, so that two that wake each other cannot shut the others out. Source: the LIFO slot of Tokio's scheduler and
 * {@code runnext} of Go's; the limit of three is Tokio's.
 */
package io.creel.schedulers.when.lifoslot;
