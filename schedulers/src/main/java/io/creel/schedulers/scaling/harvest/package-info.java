/**
 * Harvest and reclaim: cores that latency-critical work does not need are lent to best-effort work, one per period.
 * They are reclaimed in proportion to the offered load, at once and as many as it needs. The offered load is the work
 * that was done plus the work that is piling up. Lending waits until one worker fewer would still leave a fifth of
 * headroom. Source: the talk this project comes from; Caladan's reclaiming by load; the headroom and the period are
 * ours.
 */
@NullMarked
package io.creel.schedulers.scaling.harvest;

import org.jspecify.annotations.NullMarked;
