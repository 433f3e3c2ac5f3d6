/**
 * Cores by queueing delay: where the average over the queues is at least 4 µs one worker is added, where it is at most 1 µs one
 * is given back, and after a change one interval passes before the next. Source: McClure et al., "Efficient Scheduling Policies
 * for Microsecond-Scale Tasks", NSDI 2022 (source read), the delay range policy.
 */
package io.creel.schedulers.scaling.delayrange;
