/**
 * Simulates any number of cores in virtual time, with the unchanged policies of {@link io.creel.schedulers}. Describe
 * the cores and the load in {@link io.creel.sim.SimulationSettings}, name a policy with
 * {@link io.creel.sim.SimulatedPolicy#parse}, and call {@link io.creel.sim.Simulation#run}.
 *
 * <p>
 * Rules of this package: no other main code of this module may depend on it, and it holds no policy of its own. Every
 * decision about where or when is made by a production class; the simulator only makes requests, lets time pass and
 * charges costs. It runs on one thread. The same seed gives the same bytes on every run and machine: nothing here uses
 * a clock, a floating-point function that platforms may round differently, or hash order.
 */
@NullMarked
package io.creel.sim;

import org.jspecify.annotations.NullMarked;
