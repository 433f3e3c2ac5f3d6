package io.creel.schedulers.when.edf;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.core.Stash;
import io.creel.core.spec.Unowned;
import io.creel.queues.OrderedStash;
import io.creel.queues.OrderedTree;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumber;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.PolicyWord;
import io.creel.schedulers.policy.WhenProvider;
import io.creel.schedulers.when.ReadyTime;
import io.creel.schedulers.when.When;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Serves the earliest deadline first; equal deadlines are served in order of arrival. O(log n) per handle. The word
 * {@code tree} of its name chooses the tree in which handles wait, {@code edf} or {@code edf(b-plus)},
 * {@code edf(red-black)}, see {@link OrderedTree}. A handle that never has the earliest deadline waits for ever. If
 * later arrivals have later deadlines, a handle waits at most for those due before it.
 *
 * <p>
 * The deadline takes the place of the ready time in the handle's key. So {@link #oldestReadyNs} follows one handle at a
 * time, from its entry until it leaves: it is a sample, and it stays with a handle that is never served.
 */
public final class EarliestDeadline implements When {
    private final String name;
    private final OrderedStash waiting;
    private final ToLongFunction<Coroutine> deadlineOf;
    private final long quantumNs;
    private long preemptions;
    @Unowned
    private @Nullable Coroutine followed;
    private long followedReadyNs;

    /**
     * Makes an empty queue.
     *
     * @param name
     *            the name of the policy and of its stash in error messages and dumps
     * @param deadlineOf
     *            when a handle is due, in nanoseconds of any clock; called when it enters
     * @param quantumNs
     *            how long a coroutine runs before it makes room for an earlier deadline, in nanoseconds: from 0, at
     *            once, to {@link Long#MAX_VALUE}, never
     */
    public EarliestDeadline(String name, ToLongFunction<Coroutine> deadlineOf, long quantumNs) {
        this(name, deadlineOf, quantumNs, OrderedTree.B_PLUS);
    }

    /**
     * Makes an empty queue in a tree of the caller's choice.
     *
     * @param name
     *            the name of the policy and of its stash in error messages and dumps
     * @param deadlineOf
     *            when a handle is due, in nanoseconds of any clock; called when it enters
     * @param quantumNs
     *            how long a coroutine runs before it makes room for an earlier deadline, in nanoseconds: from 0, at
     *            once, to {@link Long#MAX_VALUE}, never
     * @param tree
     *            the B+ tree, which is the default, or the red-black tree; the order is the same
     */
    @SuppressWarnings("this-escape") // the tree asks only for what is set
    public EarliestDeadline(String name, ToLongFunction<Coroutine> deadlineOf, long quantumNs, OrderedTree tree) {
        if (quantumNs < 0) {
            throw new IllegalArgumentException("quantum out of range: policy=" + name + ", quantumNs=" + quantumNs
                    + ", least=0");
        }
        this.name = name;
        this.quantumNs = quantumNs;
        this.deadlineOf = Objects.requireNonNull(deadlineOf, "deadlineOf");
        waiting = tree.create(name, this::enters);
    }

    /** Returns the deadline of an entering handle, and follows the handle if none is followed. */
    private long enters(Coroutine handle) {
        long deadlineNs = deadlineOf.applyAsLong(handle);
        if (followed == null) {
            followed = handle;
            followedReadyNs = ReadyTime.of(handle);
        }
        return deadlineNs;
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
        int before = batch.size();
        waiting.drain(batch, max);
        boolean left = waiting.isEmpty() || followed != null && followed.state() != CoroutineState.STASHED; // cancelled
        for (int i = before; i < batch.size(); i++) {
            left |= batch.get(i) == followed;
        }
        if (left) {
            followed = null;
        }
        return batch;
    }

    @Override
    public long oldestReadyNs() {
        return followed == null || followedReadyNs == ReadyTime.UNKNOWN ? Long.MAX_VALUE : followedReadyNs;
    }

    /** The key of each handle is its deadline, so its ready time is not known any more. */
    @Override
    public long readyNs(Coroutine taken) {
        return ReadyTime.UNKNOWN;
    }

    @Override
    public int size() {
        return waiting.size();
    }

    @Override
    public long quantumNs() {
        return quantumNs;
    }

    @Override
    public long preemptions() {
        return preemptions;
    }

    @Override
    public boolean preempts(Coroutine running) {
        Coroutine first = waiting.peek();
        return first != null && first.key() < deadlineOf.applyAsLong(running);
    }

    @Override
    public @Nullable Coroutine suspended(Coroutine preempted) {
        preemptions++;
        // its ready time is no longer known
        return waiting.push(preempted, deadlineOf.applyAsLong(preempted)) ? null : preempted;
    }

    /** Provides the policy {@code edf} by its name. */
    public static final class Provider extends WhenProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("edf",
                    "The earliest deadline first; with a quantum, it preempts a later one. B+ tree, or a red-black tree that never grows.",
                    "Liu and Layland, embassy, Perséphone's psp",
                    PolicyWord.of("tree", OrderedTree.B_PLUS.toString(), OrderedTree.RED_BLACK.toString()),
                    PolicyNumber.time("quantum", 0, 0, 3_600_000_000_000L).otherwise("none"));
        }

        @Override
        public When make(String label, PolicyContext context, PolicyNumbers given) {
            return new EarliestDeadline(label, context.deadlineNs(), given.orElse(0, Long.MAX_VALUE),
                    OrderedTree.named(given.word()));
        }
    }
}
