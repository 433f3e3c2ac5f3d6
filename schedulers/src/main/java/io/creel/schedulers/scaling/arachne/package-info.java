/**
 * Arachne's core estimator: every 50 ms, where there are more than 1.5 runnable threads a core, one is added; the utilisation
 * at which that happened is remembered, and the core is given back when utilisation has fallen 0.09 below it. Up by queues, which
 * tell early, down by utilisation, which says whether fewer would do. Source: Arachne (Qin et al., OSDI 2018, source read).
 */
package io.creel.schedulers.scaling.arachne;
