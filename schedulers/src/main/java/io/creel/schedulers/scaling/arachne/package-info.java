/**
 * Arachne's core estimator: every 50 ms, if there were more than 1.5 runnable threads a core on average over the interval, one core is
 * added; the utilisation at which that happened is remembered, and the core is given back when utilisation has fallen 0.09 below it. Up by
 * queues, which tell early, down by utilisation, which says whether fewer would do. The first interval only measures. Source: Arachne (Qin et
 * al., OSDI 2018, source read). There each core adds up its runnable threads times the cycles for which they were so; here the running ones
 * are measured in the same way, and those that wait are counted every millisecond. Arachne begins with few cores, and a placement with all
 * its workers: that worker i counts as added at a utilisation of i cores until it was added is ours.
 */
package io.creel.schedulers.scaling.arachne;
