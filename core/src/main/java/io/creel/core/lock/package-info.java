/**
 * Locks, conditions, semaphores and events for coroutines. Use them where coroutines would share a lock of
 * {@code java.util.concurrent}: a waiter suspends and leaves its worker to others.
 *
 * <p>
 * Rule of this package: it reaches the kernel by {@code KernelAccess} only, and nothing in the kernel depends on it.
 */
package io.creel.core.lock;
