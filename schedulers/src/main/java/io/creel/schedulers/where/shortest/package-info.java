/**
 * The shortest queue, of all workers (JSQ) or of two drawn at random (PO2). With many workers, two samples are nearly
 * as good as all and cost two reads. Under JSQ, ties go to the worker that has served most quanta: its coroutine has
 * run longest, so the worker will be free first. Source: TQ (Luo et al., SOSP 2024; JSQ with ties by "most quanta
 * served"), Mitzenmacher's power of two choices, scx p2dq.
 */
@NullMarked
package io.creel.schedulers.where.shortest;

import org.jspecify.annotations.NullMarked;
