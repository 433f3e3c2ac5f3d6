/**
 * The two ways in which Linux spreads receive work over cores, as baselines. <b>Threaded NAPI</b>: a worker for each RX queue, which takes up to
 * its budget of 64 a poll; with fewer workers than queues a worker polls several by turns. <b>cpumap</b>: a ring for each target, filled by
 * turns or by flow, emptied 8 at a time. Neither helps a neighbour. Source: Linux, {@code net/core/dev.c} (NAPI threads, weight
 * 64) and {@code kernel/bpf/cpumap.c} (bulk of 8).
 */
package io.creel.schedulers.where.linux;
