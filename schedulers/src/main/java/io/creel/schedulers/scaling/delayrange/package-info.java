/**
 * Keeps the queueing delay in a range: if the average over the queues is at least 4 µs, one worker is added; if it is
 * at most 1 µs, one idle worker is given back. After a change one interval passes before the next. Source: McClure et
 * al., "Efficient Scheduling Policies for Microsecond-Scale Tasks", NSDI 2022 (source read), the delay range policy.
 * There the core with the least delay is asked to yield, and does so between two tasks. Here the last active worker
 * goes, because the active workers are those with the lowest numbers, and only if it has looked for work in vain.
 */
@NullMarked
package io.creel.schedulers.scaling.delayrange;

import org.jspecify.annotations.NullMarked;
