/**
 * Runs virtual threads of the JDK on Creel's workers: blocking code beside coroutines, in the order of one policy. Make
 * a {@link io.creel.schedulers.vthreads.VirtualThreads} over the queues of a placement, and start threads with its
 * factory or executor.
 *
 * <p>
 * Rules of this package: JDK internals are looked up in {@link io.creel.schedulers.vthreads.JdkThreads} only, and once.
 * If something is missing, one sentence says so, and the rest of Creel works as before. The JDK may call methods of
 * this package from any thread, pinned or not, with any lock held; such a method takes no lock, never blocks, never
 * refuses and never throws.
 */
@NullMarked
package io.creel.schedulers.vthreads;

import org.jspecify.annotations.NullMarked;
