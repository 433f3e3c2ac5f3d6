package io.creel.sim.replay;

import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.services.Hints;
import io.creel.schedulers.services.Policies;
import io.creel.schedulers.where.Signals;
import java.util.function.LongSupplier;

/**
 * A scaling policy whose decisions are written down with all it saw: give {@link #scaling} to a placement in place of the policy.
 * Cost and threads as {@link DecisionRecorder}.
 */
public final class ScalingRecorder {
    private final Tape tape;
    private final Scaling scaling;

    /**
     * Makes the policy and an empty record.
     *
     * @param policy
     *            by the names of {@link Policies}, with its numbers
     * @param workers
     *            of the placement
     * @param hints
     *            how many types there are
     * @param nanoClock
     *            the time that the policy is given
     * @param capacity
     *            how many numbers fit, from 1 to {@link DecisionRecorder#MAX_CAPACITY}
     * @throws IllegalArgumentException
     *             where there is no such policy, or the capacity is out of bounds
     */
    public ScalingRecorder(String policy, int workers, Hints hints, LongSupplier nanoClock, int capacity) {
        tape = new Tape(Axis.SCALING, policy, workers, hints, nanoClock, capacity);
        scaling = new Recorded(Policies.scaling(policy, tape.hints(), tape.clock()));
    }

    /** The policy, for one placement. */
    public Scaling scaling() {
        return scaling;
    }

    /** What was recorded up to now. Any thread. */
    public DecisionLog log() {
        return tape.log();
    }

    /** Asks the policy, one question at a time. */
    private final class Recorded implements Scaling {
        private final Scaling asked;

        Recorded(Scaling asked) {
            this.asked = asked;
        }

        @Override
        public String name() {
            return asked.name();
        }

        @Override
        public long periodNs() {
            return asked.periodNs();
        }

        @Override
        public int active(Signals signals, int queues, int active, long nowNs) {
            synchronized (tape) {
                tape.signals(signals);
                int begun = tape.begin(Asked.SCALE, queues, active, nowNs, 0);
                int answer = asked.active(tape, queues, active, nowNs);
                tape.end(begun, answer);
                return answer;
            }
        }
    }
}
