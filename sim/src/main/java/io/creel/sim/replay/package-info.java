/**
 * Records the decisions of a policy on real workers together with everything the policy saw, and asks the same policy
 * again. A record answers "why here, why now". Give a {@link io.creel.sim.replay.DecisionRecorder} to a placement, take
 * its {@link io.creel.sim.replay.DecisionLog}, and replay it: the replay must come to the same decisions.
 */
@NullMarked
package io.creel.sim.replay;

import org.jspecify.annotations.NullMarked;
