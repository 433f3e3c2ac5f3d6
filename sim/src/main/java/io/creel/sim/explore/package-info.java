/**
 * Exploration: a program that asks at every point where it could go on in more than one way is run over all answers, or over
 * random ones; what fails is replayed from its answers and made shorter.
 *
 * <p>
 * Rule of this package: a program's only source of chance is the {@link io.creel.sim.explore.Choices} it is given,
 * so its answers say all about a run.
 */
package io.creel.sim.explore;
