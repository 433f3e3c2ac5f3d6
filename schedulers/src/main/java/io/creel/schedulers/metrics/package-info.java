/**
 * LatencySnapshot of coroutines, recorded by workers and read by any thread.
 *
 * <p>
 * Rules for maintainers: a worker records without a lock and without allocation; readers never disturb it.
 */
@NullMarked
package io.creel.schedulers.metrics;

import org.jspecify.annotations.NullMarked;
