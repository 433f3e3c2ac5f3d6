/**
 * A standing queue asks for a core: every 5 µs, where the head that was there at the last look is still there, one worker is
 * added; the last worker is given back as soon as it has looked for work in vain. Nothing is estimated and nothing is averaged. Source:
 * Shenango (Ousterhout et al., NSDI 2019, source read), its congestion detection and parking of idle kthreads.
 */
package io.creel.schedulers.scaling.standing;
