/**
 * Arachne's core estimator. Every 50 ms, one core is added if there were more than 1.5 runnable threads per core on
 * average over the interval. The utilisation at which that happened is remembered, and the core is given back when
 * utilisation has fallen 0.09 below it. So cores are added by queue length, which tells early, and given back by
 * utilisation, which tells whether fewer cores would do. The first interval only measures.
 *
 * <p>
 * Source: Arachne (Qin et al., OSDI 2018, source read). There each core adds up its runnable threads times the cycles
 * for which they were runnable. Here running handles are measured in the same way, and waiting handles are counted
 * every millisecond. Arachne begins with few cores, a placement with all its workers. Until worker i was added for the
 * first time, it counts as added at a utilisation of i cores; that rule is ours.
 */
@NullMarked
package io.creel.schedulers.scaling.arachne;

import org.jspecify.annotations.NullMarked;
