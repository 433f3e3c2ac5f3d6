package io.creel.sim.replay;

import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.policy.Policies;

/** Replays a scaling. */
final class ScalingReplay extends Replay {
    private final Scaling policy;

    ScalingReplay(DecisionLog log, String policy) {
        super(log);
        this.policy = Policies.scaling(policy, context(log.types()));
    }

    @Override
    long answer(PolicyQuestion asked, long queues, long active, long nowNs, long nothing) {
        if (asked != PolicyQuestion.SCALE) {
            throw new IllegalArgumentException("no question to a scaling: asked=" + DecisionLog.word(asked));
        }
        return policy.active(this, (int) queues, (int) active, nowNs);
    }
}
