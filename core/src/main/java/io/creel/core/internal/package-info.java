/**
 * What the packages of core ask of the kernel, {@code io.creel.core}, and the kernel of them. Not exported: no user can name it.
 *
 * <p>
 * {@link io.creel.core.internal.KernelAccess} is the one way in. The kernel uses the types of this package as well, so these two are one
 * cycle, and the only one: the kernel knows no class of the other packages. It finds its diagnostics by their name, see
 * {@link io.creel.core.internal.Diagnostics}.
 */
package io.creel.core.internal;
