/**
 * Tasks, which are coroutines with a result, and scopes, which end when all their tasks have ended. Begin with
 * {@link io.creel.core.task.Scope#open(String)}.
 *
 * <p>
 * Rule of this package: it reaches the kernel by {@code KernelAccess} only, and nothing in the kernel depends on it.
 */
package io.creel.core.task;
