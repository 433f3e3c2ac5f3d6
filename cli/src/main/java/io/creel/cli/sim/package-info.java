/** {@code creel sim}: reads options and prints curves. The simulator itself is in {@link io.creel.sim}. */
package io.creel.cli.sim;
