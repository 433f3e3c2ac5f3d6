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

/** Puts chosen policies into a placement. */
final class PolicyPlacement {
    /** A policy each; 8 bytes a number. */
    private static final int RECORDED_NUMBERS = 1 << 22;

    private PolicyPlacement() {
    }

    static PlacementBuilder on(PlacementBuilder placement, PolicyChoice choice, PolicyContext context) {
        placement.where(choice.where(context)).when(choice.whens(context)).types(context.types(), context.type());
        Scaling scaling = choice.scaling(context);
        return scaling == null ? placement : placement.scaling(scaling);
    }

    /** In such a way that what they decide is written down, by each of the policies. */
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
