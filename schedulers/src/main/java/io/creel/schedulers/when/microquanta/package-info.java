/**
 * MicroQuanta inside a worker. Of every period of 1 ms, network work may take 0.9 ms; then any other waiting work gets
 * the rest, at most 0.1 ms in which the network is blacked out. If only one of the two waits, it takes all. Both
 * numbers can be set. Source: Snap (Marty et al., SOSP 2019, section 2.4.1), where the kernel does this between
 * threads; here it is between coroutines, at checkpoints. The paper does not say where a preempted thread waits. Here a
 * preempted coroutine goes to the head of its kind, because each kind runs to completion in order; that is the rule of
 * POSIX for {@code SCHED_FIFO}.
 */
@NullMarked
package io.creel.schedulers.when.microquanta;

import org.jspecify.annotations.NullMarked;
