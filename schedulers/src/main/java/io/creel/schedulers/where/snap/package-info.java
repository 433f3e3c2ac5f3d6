/**
 * Snap's three ways to run engines, each an ordered queue of work that one worker serves at a time.
 * <ul>
 * <li><b>Dedicating</b>: an engine is pinned to a worker, and engines on one worker share it in turns.</li>
 * <li><b>Spreading</b>: an engine runs on any worker, alone. The worker sleeps when there is nothing to do, and the
 * engine's queue wakes it: best latency, most wake-ups.</li>
 * <li><b>Compacting</b>: all engines run on worker 0 as long as the queueing delay of every engine is below a target.
 * If it is not, one engine is scaled out to another worker. A worker whose load has become low gives its engines back
 * (bin packing).</li>
 * </ul>
 * Delays are read from counters that are shared anyway; no message is sent. Source: Snap (Marty et al., SOSP 2019,
 * section 2.4); the numbers (delay target 50 µs, a look every 10 µs, low load 20 %, at most 70 % after packing) are
 * ours.
 */
@NullMarked
package io.creel.schedulers.where.snap;

import org.jspecify.annotations.NullMarked;
