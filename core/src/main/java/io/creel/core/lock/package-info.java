/**
 * Locks, conditions, semaphores and events for coroutines. Use them instead of those in {@code java.util.concurrent}: a
 * waiter suspends and leaves its worker to other coroutines. Begin with {@link io.creel.core.lock.CoroutineLock}.
 *
 * <p>
 * Rules for maintainers: this package reaches the kernel only by {@code KernelAccess}, and nothing in the kernel
 * depends on it.
 */
@NullMarked
package io.creel.core.lock;

import org.jspecify.annotations.NullMarked;
