package io.creel.schedulers.when.fifo;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.spec.Transfers;
import io.creel.queues.ListStash;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhenProvider;
import io.creel.schedulers.when.ReadyTime;
import io.creel.schedulers.when.When;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serves first in, first out, without a quantum: checkpoints never preempt.
 *
 * <p>
 * Everything is O(1), a take O(1) per coroutine taken, a merge O(n) for n waiting coroutines. A coroutine waits until
 * each coroutine before it has ended or suspended.
 */
public final class Fifo implements When {
    private final String name;
    private final ListStash waiting;
    private final ListStash aside;

    /**
     * Makes an empty queue.
     *
     * @param name
     *            the name of the policy and of its stash in error messages and dumps
     */
    public Fifo(String name) {
        this.name = name;
        waiting = new ListStash(name);
        aside = new ListStash(name + ".merged");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Stash entry() {
        return waiting;
    }

    @Override
    public List<Stash> stashes() {
        return List.of(waiting, aside);
    }

    @Override
    public Batch take(Batch batch, int max) {
        return waiting.drain(batch, max);
    }

    @Override
    public int size() {
        return waiting.size();
    }

    @Override
    public long quantumNs() {
        return Long.MAX_VALUE;
    }

    @Override
    public long preemptions() {
        return 0;
    }

    @Override
    public boolean preempts(Coroutine running) {
        return false;
    }

    /**
     * Puts a coroutine at the end of the queue. This policy preempts none; a coroutine comes this way only if another
     * policy hands it over.
     */
    @Override
    public @Nullable Coroutine suspended(Coroutine preempted) {
        return waiting.suspended(preempted);
    }

    @Override
    public long oldestReadyNs() {
        return ReadyTime.of(waiting.peek());
    }

    @SuppressWarnings("NullAway") // neither is empty where it is looked at
    @Override
    public void merge(Batch stolen) {
        aside.splice(waiting);
        while (!stolen.isEmpty()) {
            while (!aside.isEmpty() && aside.peek().key() <= stolen.get(0).key()) {
                wait(aside.pop());
            }
            wait(stolen.take());
        }
        waiting.splice(aside);
    }

    private void wait(@Transfers Coroutine next) {
        if (!waiting.push(next)) {
            next.abandon();
        }
    }

    /** Provides the policy {@code fifo} by its name. */
    public static final class Provider extends WhenProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("fifo", "First in, first out; each runs to completion.",
                    "Shinjuku (its baseline)");
        }

        @Override
        public When make(String label, PolicyContext context, PolicyNumbers given) {
            return new Fifo(label);
        }
    }
}
