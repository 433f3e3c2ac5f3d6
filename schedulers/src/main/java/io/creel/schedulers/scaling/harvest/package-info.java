/**
 * Harvest and reclaim: cores that latency-critical work does not need are lent to best-effort work, one a period, and reclaimed in
 * proportion to the offered load, as many as that needs and at once. Offered is what was done plus what is piling up. Lending waits
 * until one fewer would still leave a fifth of headroom. Source: the talk this project comes from; Caladan's reclaiming by load; the headroom and the
 * period are ours.
 */
package io.creel.schedulers.scaling.harvest;
