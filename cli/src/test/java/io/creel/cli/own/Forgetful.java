package io.creel.cli.own;

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
 * A user's policy with a fault that {@code explore} must find. It puts a preempted request into a stash that it never
 * takes from, if exactly one new and exactly one preempted request wait. One core alone never reaches that state.
 * Without its number the policy has no fault, so tests of all policies can run it.
 */
public final class Forgetful implements When {
    private final ListStash arrivals;
    private final ListStash preempted;
    private final ListStash forgotten;
    private final long quantumNs;
    private final long faults;
    private long preemptions;

    Forgetful(String name, long quantumNs, long faults) {
        arrivals = new ListStash(name);
        preempted = new ListStash(name + ".preempted");
        forgotten = new ListStash(name + ".forgotten");
        this.quantumNs = quantumNs;
        this.faults = faults;
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
        return List.of(arrivals, preempted, forgotten);
    }

    @Override
    public Coroutine suspended(Coroutine handle) {
        preemptions++;
        boolean faulty = arrivals.size() == 1 && preempted.size() == 1 && forgotten.size() < faults;
        return (faulty ? forgotten : preempted).suspended(handle);
    }

    @Override
    public Batch take(Batch batch, int max) {
        return (preempted.isEmpty() ? arrivals : preempted).drain(batch, Math.min(max, 1));
    }

    @Override
    public int size() {
        return arrivals.size() + preempted.size();
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
            super("forgetful", "Loses requests.", "a test",
                    PolicyNumber.time("quantum", 5_000, 1, 1_000_000), PolicyNumber.count("faults", 0, 0, 1));
        }

        @Override
        public When make(String label, PolicyContext context, PolicyNumbers given) {
            return new Forgetful(label, given.get(0), given.get(1));
        }
    }
}
