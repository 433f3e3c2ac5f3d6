package io.creel.sim.replay;

import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.policy.PolicyAxis;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.Policies;
import io.creel.schedulers.where.Signals;

/**
 * Records the decisions of a scaling policy with all it saw. Give {@link #scaling} to a placement in place of the
 * policy. Cost and threads as for {@link DecisionRecorder}.
 */
public final class ScalingRecorder {
    private final RecordWriter writer;
    private final Scaling scaling;

    /**
     * Makes the policy and an empty record.
     *
     * @param policy
     *            a name known to {@link Policies}, with its numbers
     * @param workers
     *            of the placement
     * @param context
     *            the number of types, and the clock of the policy
     * @param capacity
     *            how many numbers fit, from 1 to {@link DecisionRecorder#MAX_CAPACITY}
     * @throws IllegalArgumentException
     *            if there is no such policy, or the capacity is out of bounds
     */
    public ScalingRecorder(String policy, int workers, PolicyContext context, int capacity) {
        writer = new RecordWriter(PolicyAxis.SCALING, policy, workers, context, capacity);
        scaling = new Recorded(Policies.scaling(policy, writer.context()));
    }

    /** {@return the policy, to be used by one placement} */
    public Scaling scaling() {
        return scaling;
    }

    /** {@return the record up to now} Any thread. */
    public DecisionLog log() {
        return writer.log();
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
            writer.enter();
            try {
                writer.signals(signals);
                int begun = writer.begin(PolicyQuestion.SCALE, queues, active, nowNs, 0);
                int answer = asked.active(writer, queues, active, nowNs);
                writer.end(begun, answer);
                return answer;
            } finally {
                writer.exit();
            }
        }
    }
}
