/**
 * Strict priority with a starvation guard: the most important class that waits goes first, but a class that was passed
 * over eight times in a row is served once. Strict priority alone lets low classes wait for ever once the high ones
 * fill the machine. A preempted coroutine keeps its place: it goes to the head of its class, so a class runs in order
 * of arrival. Source: the classes of the talk this project comes from. The head is the rule of POSIX for a preempted
 * thread of {@code SCHED_FIFO}, and makes this preemptive-resume priority in the sense of queueing theory. The guard is
 * ours, as in the two-queue policy.
 */
@NullMarked
package io.creel.schedulers.when.priority;

import org.jspecify.annotations.NullMarked;
