/**
 * NetChannel's two ways to spread one stream of work over workers. <b>Compact</b> fills the first queue whose outstanding bytes
 * are below 10 × 64 KiB, so that little work stays on few cores and much work takes as many as it needs. <b>Round robin</b> takes turns
 * over those queues, and passes over the worker that asks. If all queues are full, both leave the work to the worker that asks. Source:
 * NetChannel (Cai et al., SIGCOMM 2022; source read: {@code module/nd_data_copy.c}, {@code nd_dcopy_sche_compact} and
 * {@code nd_dcopy_sche_rr}, {@code queue_threshold}).
 */
package io.creel.schedulers.where.netchannel;
