package io.creel.schedulers.when.lifoslot;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.queues.ListStash;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhenProvider;
import io.creel.schedulers.when.ReadyTime;
import io.creel.schedulers.when.When;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serves the newest coroutine first if it came since the last take; otherwise serves in order. The slot gives one at a
 * time.
 *
 * <p>
 * <b>Bound.</b> The n-th coroutine in order is taken after at most n × ({@value #MAX_SLOT_TAKES} + 1) takes. Everything
 * is O(1), a take O(1) per coroutine taken.
 */
public final class LifoSlot implements When {
    /** How many takes in a row the slot may win. */
    public static final int MAX_SLOT_TAKES = 3;

    private final String name;
    private final ListStash waiting;
    private int sizeAfterTake;
    private int slotTakes;

    /**
     * Makes an empty queue.
     *
     * @param name
     *            the name of the policy and of its stash in error messages and dumps
     */
    public LifoSlot(String name) {
        this.name = name;
        waiting = new ListStash(name);
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
        return List.of(waiting);
    }

    @Override
    public Batch take(Batch batch, int max) {
        boolean slotIsFull = waiting.size() > Math.max(1, sizeAfterTake);
        if (slotIsFull && slotTakes < MAX_SLOT_TAKES) {
            slotTakes++;
            takeNewest(batch, max);
        } else {
            slotTakes = 0;
            waiting.drain(batch, max);
        }
        sizeAfterTake = waiting.size();
        return batch;
    }

    private void takeNewest(Batch batch, int max) {
        if (max < 1 || batch.remaining() == 0) {
            return;
        }
        Coroutine newest = waiting.popBack();
        if (newest != null && !batch.add(newest)) {
            newest.abandon();
        }
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

    /** Provides the policy {@code lifo-slot} by its name. */
    public static final class Provider extends WhenProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("lifo-slot", "The newest handle first, at most three times in a row, then the oldest.",
                    "Tokio, Go");
        }

        @Override
        public When make(String label, PolicyContext context, PolicyNumbers given) {
            return new LifoSlot(label);
        }
    }
}
