/**
 * Puts runnable coroutines into queues and lets workers take them out, by policies of your choice. Make a
 * {@link io.creel.schedulers.placement.Placement} with its builder from a {@link io.creel.schedulers.where.Where} and a
 * {@link io.creel.schedulers.when.When}, {@linkplain io.creel.schedulers.placement.Placement#start start} a worker
 * group on it, and let coroutines await the placement.
 *
 * <p>
 * Rules of this package: it is mechanism only and decides nothing. Neither placing nor taking waits for another thread.
 * One thread that plays all workers, as in a simulator, can drive it as well as the workers themselves. It treats a
 * handle that was never begun like any other.
 */
@NullMarked
package io.creel.schedulers.placement;

import org.jspecify.annotations.NullMarked;
