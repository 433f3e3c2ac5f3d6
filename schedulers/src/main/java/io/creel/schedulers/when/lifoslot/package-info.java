/**
 * A LIFO slot before a FIFO queue. The coroutine that became runnable last is likely to be in the cache, so it runs
 * first, but at most three times in a row, so that two coroutines that wake each other cannot shut the others out.
 * Source: the LIFO slot of Tokio's scheduler and {@code runnext} of Go's; the limit of three is Tokio's.
 */
@NullMarked
package io.creel.schedulers.when.lifoslot;

import org.jspecify.annotations.NullMarked;
