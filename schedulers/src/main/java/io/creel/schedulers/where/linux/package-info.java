/**
 * The two ways in which Linux spreads receive work over cores, as baselines. <b>Threaded NAPI</b>: a worker per RX
 * queue, which takes up to its budget of 64 per poll; if there are fewer workers than queues, a worker polls several of
 * them in turn. <b>cpumap</b>: a ring per target worker, filled in turn or by flow, emptied 8 handles at a time. In
 * neither does a worker help its neighbour. Source: Linux, {@code net/core/dev.c} (NAPI threads, weight 64) and
 * {@code kernel/bpf/cpumap.c} (bulk of 8).
 */
@NullMarked
package io.creel.schedulers.where.linux;

import org.jspecify.annotations.NullMarked;
