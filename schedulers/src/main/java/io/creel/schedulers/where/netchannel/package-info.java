/**
 * NetChannel's two ways to spread one stream of work over workers. <b>Compact</b> fills the first queue whose
 * outstanding bytes are below 10 × 64 KiB, so that little work stays on few cores and much work takes as many as it
 * needs. <b>Round robin</b> goes through those queues in turn, and passes over the placing worker. If all queues are
 * full, both leave the work to the placing worker. Source: NetChannel (Cai et al., SIGCOMM 2022; source read:
 * {@code module/nd_data_copy.c}, {@code nd_dcopy_sche_compact} and {@code nd_dcopy_sche_rr}, {@code queue_threshold}).
 */
@NullMarked
package io.creel.schedulers.where.netchannel;

import org.jspecify.annotations.NullMarked;
