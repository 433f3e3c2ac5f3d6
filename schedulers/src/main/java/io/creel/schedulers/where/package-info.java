/**
 * The <em>where</em>: which worker runs a runnable coroutine. A policy numbers queues, says which queue gets a handle, from
 * which queue a worker takes next and how many, and whom to wake. Moving handles is not its business: the placement does.
 *
 * <p>
 * Rule of this package: a policy is a class of its own in a folder of its own, with a test and a paragraph that names its
 * source and its constants. It sees {@link io.creel.schedulers.where.Signals}, the hints its user extracts from a handle, and
 * chance that is injected; never a thread, a worker, a clock or a packet. So the same class runs on real workers, under a test
 * and in a simulator.
 */
package io.creel.schedulers.where;
