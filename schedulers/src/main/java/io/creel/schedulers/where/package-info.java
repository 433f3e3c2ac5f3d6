/**
 * Decides <em>where</em>: which worker runs a runnable coroutine. Use a stock policy by name, or write one by
 * implementing {@link io.creel.schedulers.where.Where}: it numbers queues, chooses the queue of each handle, the queue
 * from which a worker takes next and how many, and the worker to wake. The placement moves the handles.
 *
 * <p>
 * Rules of this package: a policy is a class of its own in a folder of its own, with a test and a paragraph that names
 * its source and its constants. It sees {@link io.creel.schedulers.where.Signals}, the hints that its user extracts
 * from a handle, and injected chance; never a thread, a worker, a clock or a packet. So the same class runs on real
 * workers, under a test and in a simulator.
 */
@NullMarked
package io.creel.schedulers.where;

import org.jspecify.annotations.NullMarked;
