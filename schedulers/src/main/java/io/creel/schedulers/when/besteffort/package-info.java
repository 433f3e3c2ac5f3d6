/**
 * Latency-critical and best-effort work on the same worker. Best-effort work runs only in the time left, one coroutine
 * at a time, and makes room at its next checkpoint if anything latency-critical waits. Latency-critical work runs to
 * completion, in order. The waiting time of best-effort work has no bound, by definition. Preempted best-effort work
 * goes to the head of its queue. Source: Skyloft (Jia et al., SOSP 2024) and Caladan (Fried et al., OSDI 2020; source
 * read: {@code thread_finish_cede} puts the thread that gives up its core in front of the run queue).
 */
@NullMarked
package io.creel.schedulers.when.besteffort;

import org.jspecify.annotations.NullMarked;
