package app;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.queues.ListStash;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumber;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhenProvider;
import io.creel.schedulers.when.When;
import java.util.List;

/**
 * A user's policy: the newest first, one at a time.
 */
public final class NewestFirst implements When {
    private final ListStash arrivals;
    private final ListStash newest;
    private final long quantumNs;
    private long preemptions;

    NewestFirst(String name, long quantumNs) {
        arrivals = new ListStash(name);
        newest = new ListStash(name + ".newest");
        this.quantumNs = quantumNs;
    }

    @Override
    public String name() {
        return arrivals.name();
    }

    @Override
    public Stash entry() {
        return arrivals;
    }

    @Override
    public List<Stash> stashes() {
        return List.of(arrivals, newest);
    }

    @Override
    public Coroutine suspended(Coroutine preempted) {
        preemptions++;
        return newest.suspended(preempted);
    }

    @Override
    public Batch take(Batch batch, int max) {
        for (Coroutine next = arrivals.pop(); next != null; next = arrivals.pop()) {
            if (!newest.pushFront(next)) {
                next.abandon();
            }
        }
        return newest.drain(batch, Math.min(max, 1));
    }

    @Override
    public int size() {
        return arrivals.size() + newest.size();
    }

    @Override
    public long quantumNs() {
        return quantumNs;
    }

    @Override
    public long preemptions() {
        return preemptions;
    }

    /** Makes the policy by its name. */
    public static final class Provider extends WhenProvider {
        /** For {@link java.util.ServiceLoader}. */
        public Provider() {
            super("newest-first", "The newest runs first.", "this project",
                    PolicyNumber.time("quantum", 5_000, 1, 1_000_000));
        }

        @Override
        public When make(String label, PolicyContext context, PolicyNumbers given) {
            return new NewestFirst(label, given.get(0));
        }
    }
}
