package io.creel.cli.policies;

import io.creel.schedulers.placement.PlacementBuilder;
import io.creel.schedulers.policy.PolicyChoice;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.scaling.Scaling;
import io.creel.sim.replay.DecisionLog;
import io.creel.sim.replay.DecisionRecorder;
import io.creel.sim.replay.ScalingRecorder;
import io.creel.sim.replay.WhenRecorder;
import java.util.List;
import java.util.function.Supplier;

/** Makes a placement of the chosen policies. */
final class PolicyPlacement {
    /** The most numbers recorded per policy, 8 bytes each. */
    private static final int RECORDED_NUMBERS = 1 << 22;

    private PolicyPlacement() {
    }

    static PlacementBuilder on(PlacementBuilder placement, PolicyChoice choice, PolicyContext context) {
        placement.where(choice.where(context)).when(choice.whens(context)).types(context.types(), context.type());
        Scaling scaling = choice.scaling(context);
        return scaling == null ? placement : placement.scaling(scaling);
    }

    /** Makes a placement that records the decisions of each policy. */
    static PlacementBuilder recordedOn(PlacementBuilder placement, PolicyChoice choice, int workers,
            PolicyContext context, List<Supplier<DecisionLog>> records) {
        DecisionRecorder where = new DecisionRecorder(choice.where(), workers, context, RECORDED_NUMBERS);
        records.add(where::log);
        placement.where(where.where()).types(context.types(), context.type()).when(queue -> {
            WhenRecorder when = new WhenRecorder(choice.when(), queue, context, RECORDED_NUMBERS);
            records.add(when::log);
            return when.when();
        });
        choice.scaling().ifPresent(policy -> {
            ScalingRecorder scaling = new ScalingRecorder(policy, workers, context, RECORDED_NUMBERS);
            records.add(scaling::log);
            placement.scaling(scaling.scaling());
        });
        return placement;
    }
}
