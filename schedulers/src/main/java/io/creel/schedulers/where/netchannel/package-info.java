/**
 * NetChannel's two ways to spread one stream of work over workers. <b>Compact</b> fills the first queue whose outstanding bytes
 * are below 10 × 64 KiB, so that little work stays on few cores and much work takes as many as it needs; where all are full, it
 * is run where it came up. <b>Round robin</b> takes turns. Source: NetChannel (Cai et al., SIGCOMM 2022, source read).
 */
package io.creel.schedulers.where.netchannel;
