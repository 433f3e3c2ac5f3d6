/**
 * The interface between the kernel, {@code io.creel.core}, and the other packages of core. Not exported: user code
 * cannot name it. Begin with {@link io.creel.core.internal.KernelAccess}.
 *
 * <p>
 * Rules for maintainers: the other packages reach the kernel only by {@code KernelAccess}. The kernel uses the types of
 * this package as well, so these two packages form a cycle, the only one. The kernel names no class of the other
 * packages; it finds its diagnostics by name, see {@link io.creel.core.internal.Diagnostics}.
 */
@NullMarked
package io.creel.core.internal;

import org.jspecify.annotations.NullMarked;
