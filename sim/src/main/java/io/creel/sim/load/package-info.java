/**
 * What a simulation is loaded with, as text and as numbers: chance, service times, arrivals, flows.
 *
 * <p>
 * Rule of this package: everything is drawn from a {@link io.creel.sim.load.Chance} that is handed in, with
 * arithmetic that is the same on every machine; a text that cannot be read is answered with the words that can.
 */
package io.creel.sim.load;
