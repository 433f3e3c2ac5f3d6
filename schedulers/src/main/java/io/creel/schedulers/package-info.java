/**
 * Workers: the threads that take suspended coroutines out of stashes and resume them, each driven by a program of the
 * user's.
 *
 * <p>
 * Rule of this package: a {@link io.creel.schedulers.Worker} needs no thread, a clock or randomness; what does (the idle
 * strategy, the clock of a closing group) is injected through {@link io.creel.schedulers.WorkerGroupBuilder}, the one place
 * that names the system's clock. Nothing here knows the network.
 */
package io.creel.schedulers;
