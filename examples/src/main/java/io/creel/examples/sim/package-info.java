/** {@code creel sim}: options in, curves out. What is simulated, and by what, is in {@link io.creel.schedulers.sim}. */
package io.creel.examples.sim;
