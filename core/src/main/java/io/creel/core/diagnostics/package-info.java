/**
 * Dumps of all coroutines, and checks that find errors: lost handles, stalled carriers, deadlocks, and locks held at a
 * suspension. Take a dump by {@link io.creel.core.diagnostics.CoroutineDump#take()}. Turn on the checks by
 * {@code -Dcreel.check=all}.
 *
 * <p>
 * Rules for maintainers: this package reaches the kernel only by {@code KernelAccess}. The kernel calls it by
 * {@code Diagnostics}, whose implementation it finds by name.
 */
@NullMarked
package io.creel.core.diagnostics;

import org.jspecify.annotations.NullMarked;
