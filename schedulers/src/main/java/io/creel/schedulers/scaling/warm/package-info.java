/**
 * Warm cores: a fixed number of idle workers beyond the busy ones stays active and spins, so that a burst finds them
 * awake. The use of the other workers' cores meanwhile is outside this policy: they become active again at the next
 * look, at once and as many as are needed. Source: the talk this project comes from. That an active worker spins rather
 * than parks is set by the {@link io.creel.schedulers.SpinThenPark} of its group; a C-state request would go with it.
 */
@NullMarked
package io.creel.schedulers.scaling.warm;

import org.jspecify.annotations.NullMarked;
