package io.creel.schedulers.when.edf;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.core.Stash;
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

/**
 * The earliest deadline first; among equal ones the order of arrival. O(log n) a handle. A word in its name says which
 * tree they wait in, {@code edf(b-plus)}, as without it, or {@code edf(red-black)}, see {@link OrderedTree}. One that
 * never becomes the earliest waits for ever, unless later deadlines are later times: then it waits at most for what was
 * due before it.
 *
 * <p>
 * The deadline takes the place of the ready time in the handle's key. So {@link #oldestReadyNs} follows one handle at a
 * time, from its entry until it leaves: a sample, and one that gets stuck on whoever is never served.
 */
public final class EarliestDeadline implements When {
    private final String name;
    private final OrderedStash waiting;
    private final ToLongFunction<Coroutine> deadlineOf;
    private final long quantumNs;
    private long preemptions;
    private Coroutine followed;
    private long followedReadyNs;

    /**
     * Makes an empty queue.
     *
     * @param name
     *            what error messages and dumps call it, and its stash
     * @param deadlineOf
     *            when a handle is due, in nanoseconds of any clock; asked when it enters
     * @param quantumNs
     *            after which time a running one makes room for an earlier deadline, from 0, at once, to
     *            {@link Long#MAX_VALUE}, never
     */
    public EarliestDeadline(String name, ToLongFunction<Coroutine> deadlineOf, long quantumNs) {
        this(name, deadlineOf, quantumNs, OrderedTree.B_PLUS);
    }

    /**
     * Makes an empty queue in a tree of one's choice.
     *
     * @param tree
     *            the B+ tree, as without it, or the red-black tree; the order is the same
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

    /** The deadline of one that enters; while nobody is followed, it will be. */
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
        return followed == null ? Long.MAX_VALUE : followedReadyNs;
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
    public Coroutine suspended(Coroutine preempted) {
        preemptions++;
        // its ready time is no longer known
        return waiting.push(preempted, deadlineOf.applyAsLong(preempted)) ? null : preempted;
    }

    /** Provides the policy {@code edf} by its name. */
    public static final class Provider extends WhenProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("edf",
                    "The earliest deadline first; with a quantum, it preempts a later one. They wait in a B+ tree, or in a red-black tree that never grows.",
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
