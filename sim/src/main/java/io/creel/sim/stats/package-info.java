/** Counts values of the simulator, and of programs that measure. Knows nothing else of either. */
package io.creel.sim.stats;
