/**
 * Earliest deadline first, in a tree by deadline. Optimal on one worker as long as all deadlines can be met (Liu and
 * Layland, JACM 1973). Under overload it may miss every deadline; admission and the starvation watchdog are for that
 * case. With a quantum, a running coroutine makes room only for one with an earlier deadline than its own. Source:
 * embassy's timer queue, psp; the tree is an {@link io.creel.queues.OrderedStash}, by default the B+ tree.
 */
@NullMarked
package io.creel.schedulers.when.edf;

import org.jspecify.annotations.NullMarked;
