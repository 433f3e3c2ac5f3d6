package io.creel.sim.replay;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.queues.ListStash;
import io.creel.schedulers.policy.PolicyAxis;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.Policies;
import io.creel.schedulers.when.ReadyTime;
import io.creel.schedulers.when.When;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Records the decisions of a <em>when</em> policy: which handles entered and with which ready times, which were picked,
 * and all that the policy saw. Give {@link #when} to one queue of a placement in place of the policy. Handles are known
 * by the number of their entry.
 *
 * <p>
 * <b>Cost.</b> As for {@link DecisionRecorder}, and an entry of a hash map per waiting handle. Threads as for the
 * policy itself.
 *
 * <p>
 * <b>Limit.</b> A handle that is cancelled while it waits leaves unseen: a replay differs at the next take that would
 * have picked it.
 */
public final class WhenRecorder {
    private final RecordWriter writer;
    private final When asked;
    private final When when;
    private final ListStash arrivals;
    private final Map<Coroutine, Long> entries = new IdentityHashMap<>();
    private long entered;

    /**
     * Makes the policy and an empty record.
     *
     * @param policy
     *            a name known to {@link Policies}, with its numbers
     * @param queue
     *            the name of the queue in error messages and dumps
     * @param context
     *            the hints about handles, and the clock of the policy
     * @param capacity
     *            how many numbers fit, from 1 to {@link DecisionRecorder#MAX_CAPACITY}
     * @throws IllegalArgumentException
     *            if there is no such policy, or the capacity is out of bounds
     */
    public WhenRecorder(String policy, String queue, PolicyContext context, int capacity) {
        writer = new RecordWriter(PolicyAxis.WHEN, policy, 1, context, capacity);
        asked = Policies.when(policy, queue, writer.context());
        arrivals = new ListStash(queue + ".arrivals");
        when = new Recorded();
    }

    /** {@return the policy, to be used by one queue} */
    public When when() {
        return when;
    }

    /** {@return the record up to now} Any thread. */
    public DecisionLog log() {
        return writer.log();
    }

    private long numberOf(Coroutine fresh) {
        if (!writer.isFull()) {
            entries.put(fresh, entered);
        } else {
            entries.clear();
        }
        return entered++;
    }

    private long ask(PolicyQuestion question, long first, long second, LongUnaryOperator answers) {
        int begun = writer.begin(question, first, second, 0, 0);
        boolean answered = false;
        try {
            long answer = answers.applyAsLong(first);
            writer.end(begun, answer);
            answered = true;
            return answer;
        } finally {
            if (!answered) { // a hint has thrown
                writer.lost(begun);
            }
        }
    }

    /** Admits the handles that have come, one after the other. */
    private void enter() {
        for (Coroutine next = arrivals.pop(); next != null; next = arrivals.pop()) {
            Coroutine handle = next;
            boolean in = false;
            try {
                in = ask(PolicyQuestion.ENTER, numberOf(handle), ReadyTime.of(handle),
                        number -> asked.entry().push(handle) ? 1 : 0) == 1;
            } finally {
                if (!in) {
                    entries.remove(handle);
                    handle.abandon(); // as the queue does with a handle for which its policy has no place
                }
            }
        }
    }

    private long picked(Batch batch, int before) {
        for (int i = before; i < batch.size(); i++) {
            Long number = entries.remove(batch.get(i));
            writer.note(PolicyObservation.PICKED, i - before, number == null ? -1 : number);
        }
        return batch.size() - before;
    }

    /** Asks the policy, one question at a time. */
    private final class Recorded implements When {
        private final List<Stash> stashes = new ArrayList<>();

        Recorded() {
            stashes.add(arrivals);
            stashes.addAll(asked.stashes());
        }

        @Override
        public String name() {
            return asked.name();
        }

        @Override
        public Stash entry() {
            return arrivals;
        }

        @Override
        public List<Stash> stashes() {
            return List.copyOf(stashes);
        }

        @Override
        public @Nullable Coroutine suspended(Coroutine preempted) {
            writer.enter();
            try {
                enter();
                long kept = ask(PolicyQuestion.SUSPENDED, numberOf(preempted), ReadyTime.of(preempted),
                        number -> asked.suspended(preempted) == null ? 1 : 0);
                if (kept == 0) {
                    entries.remove(preempted);
                }
                return kept == 1 ? null : preempted;
            } finally {
                writer.exit();
            }
        }

        @Override
        public Batch take(Batch batch, int max) {
            writer.enter();
            try {
                enter();
                int before = batch.size();
                ask(PolicyQuestion.TAKE, Math.min(max, batch.remaining()), 0, most -> {
                    asked.take(batch, (int) most);
                    return picked(batch, before);
                });
                return batch;
            } finally {
                writer.exit();
            }
        }

        @Override
        public void merge(Batch stolen) {
            writer.enter();
            try {
                enter();
                for (int i = 0; i < stolen.size(); i++) {
                    ask(PolicyQuestion.STOLEN, numberOf(stolen.get(i)), ReadyTime.of(stolen.get(i)), number -> 0);
                }
                ask(PolicyQuestion.MERGE, 0, 0, nothing -> {
                    asked.merge(stolen);
                    return 0;
                });
            } finally {
                writer.exit();
            }
        }

        @Override
        public boolean preempts(Coroutine running) {
            writer.enter();
            try {
                return ask(PolicyQuestion.PREEMPTS, 0, 0, nothing -> asked.preempts(running) ? 1 : 0) != 0;
            } finally {
                writer.exit();
            }
        }

        @Override
        public int account(Coroutine taken) {
            writer.enter();
            try {
                return (int) ask(PolicyQuestion.ACCOUNT, 0, 0, nothing -> asked.account(taken));
            } finally {
                writer.exit();
            }
        }

        @Override
        public void charge(int account, long ranNs) {
            writer.enter();
            try {
                ask(PolicyQuestion.CHARGE, account, ranNs, nothing -> {
                    asked.charge(account, ranNs);
                    return 0;
                });
            } finally {
                writer.exit();
            }
        }

        @Override
        public long quantumNs() {
            writer.enter();
            try {
                return ask(PolicyQuestion.QUANTUM_NS, 0, 0, nothing -> asked.quantumNs());
            } finally {
                writer.exit();
            }
        }

        /** Not recorded: nothing depends on the answer but the statistics of a real worker. */
        @Override
        public long readyNs(Coroutine taken) {
            return asked.readyNs(taken);
        }

        /**
         * Returns the ready time of the oldest handle. Called by the holder of the queue's guard before it leaves, so
         * that no handle waits unseen after that.
         */
        @Override
        public long oldestReadyNs() {
            writer.enter();
            try {
                enter();
                return ask(PolicyQuestion.OLDEST_READY_NS, 0, 0, nothing -> asked.oldestReadyNs());
            } finally {
                writer.exit();
            }
        }

        @Override
        public int size() {
            return arrivals.size() + asked.size();
        }

        @Override
        public long preemptions() {
            return asked.preemptions();
        }

        @Override
        public boolean accounts() {
            return asked.accounts();
        }
    }
}
