/**
 * Keeps utilisation in a range: above 95 % one worker is added; up to 75 % one idle worker is given back. After a
 * change one interval of 5 µs passes before the next. Source: McClure et al., "Efficient Scheduling Policies for
 * Microsecond-Scale Tasks", NSDI 2022 (source read), the utilisation range policy. The choice of the worker to give
 * back is ours, as in the delay range policy.
 */
@NullMarked
package io.creel.schedulers.scaling.utilrange;

import org.jspecify.annotations.NullMarked;
