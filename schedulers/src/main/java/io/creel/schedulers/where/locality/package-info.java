/**
 * Locality before idleness. A request goes to the worker that ran its flow last, if that was within 100 µs and the
 * worker has nothing waiting; else to that worker's sibling, which shares its cache, if it is idle; else to any idle
 * worker; else back to the worker that ran its flow last. Source: Caladan (Fried et al., OSDI 2020, source read), its
 * choice of a core: own, sibling, recently used, then any idle. The table of flows is ours.
 */
@NullMarked
package io.creel.schedulers.where.locality;

import org.jspecify.annotations.NullMarked;
