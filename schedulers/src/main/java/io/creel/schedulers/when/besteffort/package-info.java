/**
 * Latency-critical and best-effort on the same worker: best-effort work runs only in what is left, one coroutine at a time, and
 * makes room at its next checkpoint when anything latency-critical waits. Latency-critical work runs to completion, in order.
 * Best-effort work has no bound on its waiting; that is what the words mean. Preempted best-effort work goes to the head of its
 * queue. Source: Skyloft (Jia et al., SOSP 2024) and Caladan (Fried et al., OSDI 2020; source read: {@code thread_finish_cede}
 * puts the thread that gives up its core in front of the run queue).
 */
package io.creel.schedulers.when.besteffort;
