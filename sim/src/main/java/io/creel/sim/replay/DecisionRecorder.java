package io.creel.sim.replay;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyAxis;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.Policies;
import io.creel.schedulers.where.Signals;
import io.creel.schedulers.where.Where;
import org.jspecify.annotations.Nullable;

/**
 * Records the decisions of a <em>where</em> policy with all it saw when it took them. Give {@link #where} to a
 * placement in place of the policy, and take the {@link #log} when enough has happened.
 *
 * <pre>{@code
 * DecisionRecorder recorder = new DecisionRecorder("jbsq(2)", 2, hints, System::nanoTime, 1 << 20);
 * Placement placement = Placement.builder("web", 2, System::nanoTime).where(recorder.where()).build();
 * ...
 * recorder.log().replay(); // empty: the same policy, asked the same, decides the same
 * }</pre>
 *
 * <p>
 * <b>Cost.</b> The room for the record is allocated at once; nothing is allocated per decision. Decisions are taken one
 * at a time, under a spin lock, because only then there is an order in which to ask again. So recording is for
 * diagnosis, not for production at full speed. Repeated decisions of idle workers take room once. When the room is used
 * up, decisions go on and are counted as missed. Any thread.
 */
public final class DecisionRecorder {
    /** The most numbers a record can hold. */
    public static final int MAX_CAPACITY = RecordWriter.MAX_CAPACITY;

    private final RecordWriter writer;
    private final Where where;

    /**
     * Makes the policy and an empty record.
     *
     * @param policy
     *            a name known to {@link Policies}, with its numbers
     * @param workers
     *            of the placement
     * @param context
     *            the hints about handles, and the clock of the policy; its random source is called under that lock
     * @param capacity
     *            how many numbers fit, from 1 to {@link #MAX_CAPACITY}; a decision takes 4, and 3 per look
     * @throws IllegalArgumentException
     *            if there is no such policy, or the capacity is out of bounds
     */
    public DecisionRecorder(String policy, int workers, PolicyContext context, int capacity) {
        writer = new RecordWriter(PolicyAxis.WHERE, policy, workers, context, capacity);
        where = new Recorded(Policies.where(policy, writer.context()));
    }

    /** {@return the policy, to be used by one placement} */
    public Where where() {
        return where;
    }

    /** {@return the record up to now} Any thread. */
    public DecisionLog log() {
        return writer.log();
    }

    /** Asks the policy, one question at a time. */
    private final class Recorded implements Where {
        private final Where asked;

        Recorded(Where asked) {
            this.asked = asked;
        }

        @Override
        public String name() {
            return asked.name();
        }

        @Override
        public int queues(int count) {
            return asked.queues(count);
        }

        @Override
        public long periodNs() {
            return asked.periodNs();
        }

        @Override
        public boolean accounts() {
            return asked.accounts();
        }

        @Override
        public void attach(Signals signals) {
            ask(PolicyQuestion.ATTACH, 0, 0, 0, 0, null, signals);
        }

        @Override
        public int place(Coroutine handle, int byWorker) {
            return (int) ask(PolicyQuestion.PLACE, byWorker, 0, 0, 0, handle, null);
        }

        @Override
        public void refused(int queue, Coroutine handle) {
            ask(PolicyQuestion.REFUSED, queue, 0, 0, 0, handle, null);
        }

        @Override
        public int next(int worker) {
            return (int) ask(PolicyQuestion.NEXT, worker, 0, 0, 0, null, null);
        }

        @Override
        public int atMost(int worker, int queue, int max) {
            return (int) ask(PolicyQuestion.AT_MOST, worker, queue, max, 0, null, null);
        }

        @Override
        public int joins(int worker, int queue) {
            return (int) ask(PolicyQuestion.JOINS, worker, queue, 0, 0, null, null);
        }

        @Override
        public int refilledFrom() {
            return asked.refilledFrom();
        }

        @Override
        public int refill(int worker) {
            return (int) ask(PolicyQuestion.REFILL, worker, 0, 0, 0, null, null);
        }

        @Override
        public boolean waits(int worker) {
            return ask(PolicyQuestion.WAITS, worker, 0, 0, 0, null, null) != 0;
        }

        @Override
        public int wake(int queue, int byWorker) {
            return (int) ask(PolicyQuestion.WAKE, queue, byWorker, 0, 0, null, null);
        }

        @Override
        public int wakeAfter(int worker) {
            return (int) ask(PolicyQuestion.WAKE_AFTER, worker, 0, 0, 0, null, null);
        }

        @Override
        public void rebalance(long nowNs) {
            ask(PolicyQuestion.REBALANCE, nowNs, 0, 0, 0, null, null);
        }

        @Override
        public void began(int worker, Coroutine handle) {
            ask(PolicyQuestion.BEGAN, worker, 0, 0, 0, handle, null);
        }

        @Override
        public void ran(int worker, int type, long ranNs, boolean finished) {
            ask(PolicyQuestion.RAN, worker, type, ranNs, finished ? 1 : 0, null, null);
        }

        private long ask(PolicyQuestion question, long first, long second, long third, long fourth,
                @Nullable Coroutine handle,
                @Nullable Signals signals) {
            writer.enter();
            try {
                if (signals != null) {
                    writer.signals(signals);
                }
                int begun = writer.begin(question, first, second, third, fourth);
                boolean answered = false;
                try {
                    long answer = WhereQuestions.of(asked, question, first, second, third, fourth, handle, writer);
                    writer.end(begun, answer);
                    answered = true;
                    return answer;
                } finally {
                    if (!answered) { // a hint has thrown
                        writer.lost(begun);
                    }
                }
            } finally {
                writer.exit();
            }
        }
    }
}
