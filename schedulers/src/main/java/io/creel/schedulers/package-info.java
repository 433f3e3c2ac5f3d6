/**
 * Runs suspended coroutines: a worker is a thread that takes them out of stashes and resumes them, driven by a program
 * of yours. Make a {@link io.creel.schedulers.WorkerGroup}, give it a {@link io.creel.schedulers.WorkerProgram}, and
 * close it at the end; or let {@link io.creel.schedulers.services.Scheduler} wire workers, queues and policies.
 *
 * <p>
 * Rules of this package: a {@link io.creel.schedulers.Worker} needs no thread, clock or randomness of its own. Parts
 * that need one (the idle strategy, the clock of a closing group) are injected through
 * {@link io.creel.schedulers.WorkerGroupBuilder}, the one place that names the system's clock. Nothing here depends on
 * the network.
 */
@NullMarked
package io.creel.schedulers;

import org.jspecify.annotations.NullMarked;
