/** {@code creel sim}: options in, curves out. What is simulated, and by what, is in {@link io.creel.sim}. */
package io.creel.cli.sim;
