/**
 * Cores by utilisation: above 95 % one worker is added, below 75 % one is given back. Source: McClure et al., "Efficient Scheduling
 * Policies for Microsecond-Scale Tasks", NSDI 2022 (source read), the utilisation range policy; the interval of 50 µs is ours.
 */
package io.creel.schedulers.scaling.utilrange;
