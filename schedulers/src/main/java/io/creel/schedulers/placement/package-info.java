/**
 * The transport between {@link io.creel.schedulers.where.Where where} and {@link io.creel.schedulers.when.When when}: who makes
 * something runnable puts it into a queue without waiting, and a worker takes it out without waiting.
 *
 * <p>
 * Rule of this package: mechanism only. It decides nothing, and it can be driven by one thread that plays all workers, as a
 * simulator does, as well as by the workers themselves. A handle that was never begun is as good as any.
 */
package io.creel.schedulers.placement;
