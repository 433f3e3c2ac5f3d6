/**
 * DARC: workers reserved for types of requests, so that a short request always finds a worker that no long one may
 * block.
 * <ul>
 * <li>Types are profiled over a window of 50,000 requests. Types whose mean service time is within 0.2 of the first of
 * a group form a group.</li>
 * <li>A group's demand is its share of the work times the workers, rounded: 0 becomes 1, a fraction of at most .5 goes
 * down, more goes up.</li>
 * <li>A group uses its own workers and those of longer groups, never of shorter ones.</li>
 * <li>The reservation is renewed when a window is full, a type's delay target is missed and a group's demand has moved
 * by more than 10 %.</li>
 * </ul>
 * Source: Perséphone (Demoulin et al., SOSP 2021, source read); the delay target of ten mean service times is ours, the
 * source has one.
 */
@NullMarked
package io.creel.schedulers.where.darc;

import org.jspecify.annotations.NullMarked;
