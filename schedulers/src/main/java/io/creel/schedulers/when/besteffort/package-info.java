/**
 * Latency-critical and best-effort on the same worker: best-effort work runs only in what is left, one coroutine at a time, and
 * makes room at its next checkpoint when anything latency-critical waits. Latency-critical work runs to completion, in order.
 * Best-effort work has no bound on its waiting; that is what the words mean. Source: Skyloft (Jia et al., SOSP 2024) and
 * Caladan (Fried et al., OSDI 2020).
 */
package io.creel.schedulers.when.besteffort;
