/**
 * Cores by utilisation: above 95 % one worker is added, up to 75 % one that is idle is given back, and after a change one interval of
 * 5 µs passes before the next. Source: McClure et al., "Efficient Scheduling Policies for Microsecond-Scale Tasks", NSDI 2022 (source
 * read), the utilisation range policy. Which worker goes is ours, as in the delay range policy.
 */
package io.creel.schedulers.scaling.utilrange;
