/**
 * A standing queue asks for a core: a queue is looked at every 5 µs, and if its head is still the one of the last look,
 * one worker is added. The last worker is given back as soon as it has looked for work in vain. Nothing is estimated
 * and nothing is averaged. Source: Shenango (Ousterhout et al., NSDI 2019, source read), its congestion detection and
 * parking of idle kthreads.
 */
@NullMarked
package io.creel.schedulers.scaling.standing;

import org.jspecify.annotations.NullMarked;
