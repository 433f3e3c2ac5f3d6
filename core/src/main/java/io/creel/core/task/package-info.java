/**
 * Tasks and scopes. A task is a coroutine with a result; a scope ends when all its tasks have ended. Begin with
 * {@link io.creel.core.task.Scope#open(String)}.
 *
 * <p>
 * Rules for maintainers: this package reaches the kernel only by {@code KernelAccess}, and nothing in the kernel
 * depends on it.
 */
@NullMarked
package io.creel.core.task;

import org.jspecify.annotations.NullMarked;
