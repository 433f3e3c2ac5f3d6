package io.creel.cli.policies;

import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementBuilder;
import io.creel.schedulers.services.Hints;
import io.creel.schedulers.services.Policies;
import io.creel.sim.replay.DecisionLog;
import io.creel.sim.replay.DecisionRecorder;
import io.creel.sim.replay.ScalingRecorder;
import io.creel.sim.replay.WhenRecorder;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A policy as it is named on the command line, {@code WHERE/WHEN/SCALING}: {@code stealing}, {@code jbsq(3)/two-queue(5us)},
 * {@code central/fifo/standing-queue}. What is left out is FIFO, and all workers.
 *
 * @param name
 *            as it was written
 * @param where
 *            by the names of {@link Policies}
 * @param when
 *            by the names of {@link Policies}
 * @param scaling
 *            by the names of {@link Policies}; {@code null} for all workers
 */
record PolicyChoice(String name, String where, String when, String scaling) {
    /** A policy each; 8 bytes a number. */
    private static final int RECORDED_NUMBERS = 1 << 22;

    /**
     * Reads one.
     *
     * @param types
     *            how many types of requests there will be
     * @throws IllegalArgumentException
     *             where there is none of that name, with those there are; or where its numbers are wrong
     */
    static PolicyChoice parse(String text, int types) {
        String[] parts = text.strip().split("/", -1);
        if (parts.length > 3) {
            throw new IllegalArgumentException(
                    "policy cannot be read: policy=" + text + ", form=WHERE/WHEN/SCALING, such as stealing/fifo");
        }
        PolicyChoice choice = new PolicyChoice(text.strip(), parts[0], parts.length > 1 ? parts[1] : "fifo",
                parts.length > 2 ? parts[2] : null);
        choice.on(Placement.builder("trial", 1, System::nanoTime),
                Hints.none(new SplittableRandom(1)).withTypes(types, handle -> 0),
                System::nanoTime).build(); // what is wrong is said now, not after others have run
        return choice;
    }

    /** Puts it into a placement. */
    PlacementBuilder on(PlacementBuilder placement, Hints hints, LongSupplier nanoClock) {
        placement.where(Policies.where(where, hints, nanoClock))
                .when(queue -> Policies.when(when, queue, hints, nanoClock)).types(hints.types(), hints.type());
        return scaling == null ? placement : placement.scaling(Policies.scaling(scaling, hints, nanoClock));
    }

    /** Puts it into a placement in such a way that what it decides is written down, by each of its policies. */
    PlacementBuilder recordedOn(PlacementBuilder placement, int workers, Hints hints, LongSupplier nanoClock,
            List<Supplier<DecisionLog>> records) {
        DecisionRecorder whereRecorder = new DecisionRecorder(where, workers, hints, nanoClock, RECORDED_NUMBERS);
        records.add(whereRecorder::log);
        placement.where(whereRecorder.where()).types(hints.types(), hints.type()).when(queue -> {
            WhenRecorder recorder = new WhenRecorder(when, queue, hints, nanoClock, RECORDED_NUMBERS);
            records.add(recorder::log);
            return recorder.when();
        });
        if (scaling == null) {
            return placement;
        }
        ScalingRecorder recorder = new ScalingRecorder(scaling, workers, hints, nanoClock, RECORDED_NUMBERS);
        records.add(recorder::log);
        return placement.scaling(recorder.scaling());
    }
}
