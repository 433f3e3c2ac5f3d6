/**
 * Counts the values that the simulator and measuring programs record, and computes their quantiles. Depends on neither.
 */
package io.creel.sim.stats;
