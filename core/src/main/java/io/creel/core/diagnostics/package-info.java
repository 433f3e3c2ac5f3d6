/**
 * What coroutines are doing, and what is wrong with them: dumps, lost handles, stalled carriers, deadlocks, locks that are held at a
 * suspension. {@code -Dcreel.check=all} turns the checks on; {@link io.creel.core.diagnostics.CoroutineDump#take()} takes a dump.
 *
 * <p>
 * Rule of this package: it reaches the kernel by {@code KernelAccess} only. The kernel calls it by {@code Diagnostics}, whose
 * implementation it finds by name.
 */
package io.creel.core.diagnostics;
