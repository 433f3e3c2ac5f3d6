/**
 * Two levels of balancing, for two lengths of imbalance. A <em>busy</em> worker is helped: a worker without work takes
 * ⌈difference ÷ 2⌉ of its queue, merged by ready time, so that order survives. An <em>overloaded</em> worker loses
 * flows: a bucket of its flow table, and with it all later arrivals of those flows, goes to the worker with the least
 * to do. A state changes only after three equal rounds in a row, so that a burst moves no flow that would be back at
 * once. Source: SBB (paper): stealing first, flow migration only under lasting overload, batches of 16; the thresholds
 * of one batch and of four are ours.
 */
@NullMarked
package io.creel.schedulers.where.twolevel;

import org.jspecify.annotations.NullMarked;
