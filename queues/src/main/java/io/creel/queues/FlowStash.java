package io.creel.queues;

import io.creel.core.Batch;
import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.WaitResult;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.Borrowed;
import io.creel.core.spec.Changes;
import io.creel.core.spec.Result;
import io.creel.core.spec.Returns;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import org.jspecify.annotations.Nullable;

/**
 * A map from the 5-tuple of a flow to the coroutines that wait for its packets. First in first out per flow; flows have
 * no order among each other. Bounded by the number of flows. Allocates nothing in steady state.
 *
 * <p>
 * A handle has room for 64 bits of key, which hold a hash of the tuple. The tuple itself is a record of a pooled table,
 * and the handle's tag holds the number of the record. The tuples come from the network, so the hash is seeded and
 * universal ({@code SeededFlowHash}): a peer that does not know the seed cannot choose flows that all fall into one
 * bucket.
 *
 * <p>
 * Threads: one, see {@link io.creel.core.ThreadBinding}. O(1) expected; see {@code HashedStash} for the table.
 */
public final class FlowStash extends HashedStash {
    /** The largest number of flows of a stash. */
    public static final int MAX_FLOWS = 1 << 26;

    private final FlowTable flows;
    private final SeededFlowHash hash;
    /** A sink that keeps the JIT from eliminating the prefetch loads. */
    private long prefetched;
    private final FlowAwait flowWait = new FlowAwait();

    /** An await with a flow as its key. */
    private final class FlowAwait extends WideKeyAwait {
        @SuppressWarnings("NullAway.Init") // set by the await that the callback belongs to
        private FlowKey key;

        @SuppressWarnings("NullAway") // the key is set until the handle is pushed
        @Override
        boolean push(@Transfers(when = Result.TRUE) Coroutine self) {
            FlowKey awaited = key;
            key = null;
            return FlowStash.this.push(self, awaited);
        }
    }

    /**
     * Makes an empty map.
     *
     * @param name the name in error messages and dumps
     * @param maxFlows how many flows may have waiters at the same time, 1 to {@link #MAX_FLOWS}
     * @param seed a random number that peers do not know
     */
    public FlowStash(String name, int maxFlows, long seed) {
        super(name);
        if (maxFlows < 1 || maxFlows > MAX_FLOWS) {
            throw new IllegalArgumentException("number of flows out of bounds: stash=" + name + ", maxFlows=" + maxFlows
                    + ", least=1, most=" + MAX_FLOWS);
        }
        flows = new FlowTable(maxFlows);
        hash = new SeededFlowHash(seed);
    }

    /**
     * Pushes a handle behind those that wait for the same flow.
     *
     * @param handle suspended and in no stash; owned by the stash if the result is {@code true}, still by the caller
     *        otherwise
     * @param key the flow; copied
     * @return {@code false} if the stash is closed or has no room for another flow
     * @throws IllegalStateException if the handle is not suspended, or if another stash holds it
     */
    @Changes
    @CheckReturnValue
    public boolean push(@Transfers(when = Result.TRUE) Coroutine handle, FlowKey key) {
        claim(handle);
        boolean in = false;
        try {
            in = admit(handle) && enter(handle, key);
        } finally {
            settle(handle, in);
        }
        return in;
    }

    private boolean enter(Coroutine handle, FlowKey key) {
        assert use.begin("push");
        try {
            return add(handle, hash.of(key), key);
        } finally {
            assert use.end();
        }
    }

    /**
     * Suspends the calling coroutine into this stash. Allocates nothing.
     *
     * @param key the flow; may be filled again once this method has returned or another coroutine runs
     * @return {@code true} once the coroutine is resumed; {@code false} at once if the stash is closed or has no room
     *        for another flow
     */
    @Suspends
    public boolean await(FlowKey key) {
        return waitFor(key).await();
    }

    /**
     * Suspends the calling coroutine into this stash until it is resumed or the time-out ends. Allocates nothing.
     *
     * <pre>{@code
     * // one coroutine per flow, which ends when the flow is idle for 30 seconds
     * while (flows.await(key, 30_000_000_000L) == WaitResult.RESUMED) {
     *     handle(packetsOf(key));
     * }
     * }</pre>
     *
     * @param key the flow; may be filled again once this method has returned or another coroutine runs
     * @param timeoutNs nanoseconds, as for {@link Coroutine#await(io.creel.core.Stash, long)}
     * @return how the wait ended; {@link WaitResult#REFUSED} at once if the stash is closed or has no room for another
     *        flow
     */
    @Suspends
    public WaitResult await(FlowKey key, long timeoutNs) {
        return waitFor(key).await(timeoutNs);
    }

    private FlowAwait waitFor(FlowKey key) {
        checkThread("await");
        FlowAwait free = flowWait.isFree() ? flowWait : new FlowAwait();
        free.key = key;
        return free;
    }

    /**
     * Finds the first handle that waits for a flow.
     *
     * @param key the flow
     * @return the handle, still owned by the stash, or {@code null} if none waits for the flow
     */
    @Borrowed(from = "this")
    public @Nullable Coroutine peek(FlowKey key) {
        return find(hash.of(key), key);
    }

    /**
     * Loads the memory that the next pops and pushes of some flows will read, for all these flows at once. If the table
     * does not fit the cache, a burst of packets then waits about as long as a single packet. Changes no state.
     *
     * @param keys a burst of keys, each an object of its own
     * @param count how many of them to prefetch, from the first on; 32 is enough, and with hundreds the loads evict
     *        each other from the cache
     */
    public void prefetch(FlowKey[] keys, int count) {
        int found = 0;
        // the loads of one pass do not depend on each other, so the processor overlaps them
        for (int i = 0; i < count; i++) {
            found += first(hash.of(keys[i])) == null ? 0 : 1;
        }
        long sum = found;
        for (int i = 0; i < count; i++) {
            Coroutine head = first(hash.of(keys[i]));
            sum += head == null ? 0 : head.key();
        }
        for (int i = 0; i < count; i++) {
            Coroutine head = sameHash(hash.of(keys[i]));
            sum += head == null ? 0 : flows.peek(tag(head)) + head.epoch();
        }
        prefetched = sum;
    }

    /**
     * Counts the handles that wait for a flow. O(n) in these handles.
     *
     * @param key the flow
     * @return the number of handles
     */
    public int count(FlowKey key) {
        return countChain(hash.of(key), key);
    }

    /**
     * Takes out the first handle that waits for a flow.
     *
     * @param key the flow
     * @return the handle, owned by the caller, or {@code null} if none waits for the flow
     */
    @Changes
    @Acquires(when = Result.NON_NULL)
    @CheckReturnValue
    public @Nullable Coroutine pop(FlowKey key) {
        checkThread("pop");
        assert use.begin("pop");
        Coroutine head = peek(key);
        if (head != null) {
            delete(head);
            unclaim(head);
        }
        assert use.end();
        return head;
    }

    /**
     * Moves the handles that wait for a flow into a batch, in order, until {@code max} handles have been moved or the
     * batch is full.
     *
     * @param key the flow
     * @param batch receives the handles, behind those that it already holds
     * @param max how many handles to move at most
     * @return the batch
     */
    @Changes
    @Returns("batch")
    public Batch drain(FlowKey key, @Changes Batch batch, int max) {
        int room = room(batch, max);
        assert use.begin("drain");
        drainChain(hash.of(key), key, batch, room);
        assert use.end();
        return batch;
    }

    /** Refuses every push without a {@link FlowKey}, because a flow has more than 64 bits. */
    @Override
    boolean enter(Coroutine handle, long key) {
        throw withoutKey(this, handle);
    }

    @SuppressWarnings("NullAway") // this map compares whole keys, so there is one
    @Override
    boolean matches(Coroutine head, @Nullable FlowKey whole) {
        return flows.matches(tag(head), whole);
    }

    @SuppressWarnings("NullAway") // this map compares whole keys, so there is one
    @Override
    boolean opened(Coroutine head, @Nullable FlowKey whole) {
        int record = flows.put(whole);
        setTag(head, record);
        return record != FlowTable.FULL;
    }

    @Override
    void joined(Coroutine head, Coroutine waiter) {
        setTag(waiter, tag(head));
    }

    @Override
    void ended(Coroutine last) {
        flows.remove(tag(last));
    }

    @Override
    int hash(long key) {
        return (int) (key >>> 32);
    }

    @Override
    void validate() {
        super.validate();
        StructureCheck.equal(keys(), flows.used(), "records", this);
    }
}
