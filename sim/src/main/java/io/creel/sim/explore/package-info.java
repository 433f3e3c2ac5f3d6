/**
 * Explores a program that can go on in more than one way: an {@link io.creel.sim.explore.Explorer} runs a
 * {@link io.creel.sim.explore.Program} over all answers to its questions, or over random ones. A failing run is
 * replayed from its answers and made shorter.
 *
 * <p>
 * Rule of this package: a program's only source of chance is the {@link io.creel.sim.explore.Choices} it gets, so its
 * answers determine the run.
 */
@NullMarked
package io.creel.sim.explore;

import org.jspecify.annotations.NullMarked;
