/**
 * Two levels of balancing, for two lengths of imbalance. A worker that is <em>busy</em> is helped: who has nothing takes
 * ⌈difference ÷ 2⌉ of its queue, merged by ready time, so that order survives. One that is <em>overloaded</em> loses flows: a
 * bucket of its flow table goes to the worker with the least to do, and with it everything that comes later. A state changes only after three
 * equal rounds in a row, so that a burst moves nothing that will be back at once. Source: SBB (paper): stealing first, flow
 * migration only under lasting overload, batches of 16; the thresholds of one batch and of four are ours.
 */
package io.creel.schedulers.where.twolevel;
