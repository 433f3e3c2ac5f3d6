/**
 * Describes the load of a simulation, as text and as numbers: arrivals, service times, flows and chance.
 *
 * <p>
 * Rules of this package: every draw comes from a {@link io.creel.sim.load.Chance} that the caller passes in, with
 * arithmetic that is the same on every machine. The error for an unreadable text lists the readable forms.
 */
@NullMarked
package io.creel.sim.load;

import org.jspecify.annotations.NullMarked;
