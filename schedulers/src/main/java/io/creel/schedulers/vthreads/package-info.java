/**
 * Virtual threads of the JDK on Creel's workers: blocking code beside coroutines, in the order of one policy.
 *
 * <p>
 * Rule of this package: what the JDK hides is asked for in {@link io.creel.schedulers.vthreads.JdkThreads} and nowhere else,
 * once, and where something is missing one sentence says so and nothing else of Creel is the worse for it. What the JDK calls
 * here may be called by any thread, pinned or not, holding whatever: it takes no lock, never blocks, never refuses and never
 * throws.
 */
package io.creel.schedulers.vthreads;
