package io.creel.queues;

import io.creel.core.Batch;
import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.WaitResult;

/**
 * A map from a flow's 5-tuple to those who wait for its packets. First in first out per flow; among flows no order. Bounded by
 * the number of flows; allocates nothing in steady state.
 *
 * <p>
 * A handle has room for 64 bits of key, which hold a hash of the tuple; the tuple itself is a record of a pooled table, whose
 * number is in the tag. Flows come from the network, so the hash is seeded and universal ({@code SeededFlowHash}): who does
 * not know the seed cannot send flows that all share one bucket.
 *
 * <p>
 * Threads: one, see {@link io.creel.core.ThreadBinding}. O(1) expected; see {@code HashedStash} for the table.
 */
public final class FlowStash extends HashedStash {
    /** The most flows a stash can be made for. */
    public static final int MAX_FLOWS = 1 << 26;

    private final FlowTable flows;
    private final SeededFlowHash hash;
    /** Of no use but to the compiler, which would leave a load out whose value nobody wants. */
    private long prefetched;
    private final FlowWait flowWait = new FlowWait();

    /** An await with a flow. */
    private final class FlowWait extends WideWait {
        private FlowKey key;

        @Override
        boolean push(Coroutine self) {
            FlowKey awaited = key;
            key = null;
            return FlowStash.this.push(self, awaited);
        }
    }

    /**
     * Makes an empty map.
     *
     * @param name
     *            what error messages and dumps call it
     * @param maxFlows
     *            how many flows have waiters at most, 1 to {@link #MAX_FLOWS}
     * @param seed
     *            a random number that peers do not know
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
     * Puts a handle behind those that wait for a flow.
     *
     * @return {@code true} and the stash owns the handle; {@code false} where it is closed or has no room for another flow,
     *         and the caller keeps it
     * @throws IllegalStateException
     *             where the handle is not suspended and unstashed: it is owned by somebody else
     */
    @CheckReturnValue
    public boolean push(Coroutine handle, FlowKey key) {
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
     * Suspends the calling coroutine into this stash. Allocates nothing. The key may be used again once this has returned or
     * another coroutine runs.
     *
     * @return {@code true} once resumed; {@code false} at once where the stash is closed or has no room for another flow
     */
    public boolean await(FlowKey key) {
        return waitFor(key).await();
    }

    /**
     * Suspends the calling coroutine into this stash for a while at most. Allocates nothing. The key may be
     * used again once this has returned or another coroutine runs.
     *
     * <pre>{@code
     * // one coroutine per flow, which ends when the flow is idle for 30 seconds
     * while (flows.await(key, 30_000_000_000L) == WaitResult.RESUMED) {
     *     handle(packetsOf(key));
     * }
     * }</pre>
     *
     * @param timeoutNs
     *            nanoseconds, as for {@link Coroutine#await(io.creel.core.Stash, long)}
     * @return {@link WaitResult#REFUSED} at once if the stash is closed or has no room for another flow
     */
    public WaitResult await(FlowKey key, long timeoutNs) {
        return waitFor(key).await(timeoutNs);
    }

    private FlowWait waitFor(FlowKey key) {
        checkThread("await");
        FlowWait free = flowWait.isFree() ? flowWait : new FlowWait();
        free.key = key;
        return free;
    }

    /** The first that waits for a flow, which stays the stash's; {@code null} where nobody does. */
    public Coroutine peek(FlowKey key) {
        return find(hash.of(key), key);
    }

    /**
     * Reads what the next pops and pushes of some flows will read, for all of them at once: where the table does not fit the
     * cache, a burst of packets then waits about as long as one. Changes nothing.
     *
     * @param keys
     *            a burst of keys, each an object of its own
     * @param count
     *            how many of them, from the first on; a burst of 32 is enough, hundreds would drive each other out of the cache
     */
    public void prefetch(FlowKey[] keys, int count) {
        int found = 0;
        for (int i = 0; i < count; i++) { // loads of one pass do not depend on each other, so the processor overlaps them
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

    /** How many wait for a flow. O(n) of these. */
    public int count(FlowKey key) {
        return countChain(hash.of(key), key);
    }

    /**
     * Takes out the first that waits for a flow.
     *
     * @return the handle, owned by the caller, or {@code null} where nobody waits for it
     */
    @CheckReturnValue
    public Coroutine pop(FlowKey key) {
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
     * Moves those who wait for a flow into a batch, in order, until {@code max} have been moved or the batch is full.
     *
     * @return the batch
     */
    public Batch drain(FlowKey key, Batch batch, int max) {
        int room = room(batch, max);
        assert use.begin("drain");
        drainChain(hash.of(key), key, batch, room);
        assert use.end();
        return batch;
    }

    /** A flow has more than 64 bits: refuses every push without a {@link FlowKey}. */
    @Override
    boolean enter(Coroutine handle, long key) {
        throw withoutKey(this, handle);
    }

    @Override
    boolean matches(Coroutine head, FlowKey whole) {
        return flows.matches(tag(head), whole);
    }

    @Override
    boolean opened(Coroutine head, FlowKey whole) {
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
        Valid.equal(keys(), flows.used(), "records", this);
    }
}
