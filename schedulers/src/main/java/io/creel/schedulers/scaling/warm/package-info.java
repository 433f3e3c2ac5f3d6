/**
 * Warm cores: so many idle workers more than are busy stay active, spinning, so that a burst finds them awake. Which of them are
 * lent out is somebody else's business: they come back at the next look, at once and as many as are needed. Source: the talk this
 * project comes from. That an active worker spins rather than parks is the {@link io.creel.schedulers.SpinThenPark} of its group;
 * a C-state request would go with it.
 */
package io.creel.schedulers.scaling.warm;
