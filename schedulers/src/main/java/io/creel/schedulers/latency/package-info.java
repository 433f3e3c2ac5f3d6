/**
 * The split of a request's latency by cause: a few named parts that add up exactly to its time. Begin with
 * {@link io.creel.schedulers.latency.LatencySplit}.
 *
 * <p>
 * Rules of this package: pure algebra over intervals of {@code CLOCK_MONOTONIC}, which is {@link System#nanoTime()} on
 * Linux. It reads no clock and calls no kernel; {@code io.creel.schedulers.os} does. Only the overlap of a request with
 * exact intervals is given to a cause, never a window around them. No request is left out. What no interval explains
 * is a part of its own.
 */
@NullMarked
package io.creel.schedulers.latency;

import org.jspecify.annotations.NullMarked;
