/**
 * Counts the values that the simulator and measuring programs record, and computes their quantiles. Depends on neither.
 */
@NullMarked
package io.creel.sim.stats;

import org.jspecify.annotations.NullMarked;
