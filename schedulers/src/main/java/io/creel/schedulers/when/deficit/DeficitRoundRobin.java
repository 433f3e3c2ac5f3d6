package io.creel.schedulers.when.deficit;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.queues.ListStash;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumber;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhenProvider;
import io.creel.schedulers.when.ClassWhen;
import io.creel.schedulers.when.When;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Serves classes in turns by budget, run to completion. A batch comes from one class.
 *
 * <p>
 * <b>Bound.</b> In every round a class that waits is served its budget, short of at most one handle's cost, whatever
 * the other classes do. O(1) per handle and O(classes) per take, whatever the costs: rounds in which no class could be
 * served are skipped.
 */
public final class DeficitRoundRobin extends ClassWhen {
    /** The largest budget and the largest cost of a handle. */
    public static final long MAX_BUDGET = 1L << 40;

    private final long[] budgets;
    private final ToLongFunction<Coroutine> costOf;
    private final long[] deficits;
    private int turn;
    private boolean granted;

    /**
     * Makes weighted round robin, in which every handle costs 1.
     *
     * @param name
     *            its name in error messages and dumps
     * @param classOf
     *            the class of a handle, from 0
     * @param weights
     *            how many handles of each class are served in a round, at least 1
     * @return the policy, with empty queues
     */
    public static DeficitRoundRobin weighted(String name, ToIntFunction<Coroutine> classOf, long... weights) {
        return new DeficitRoundRobin(name, classOf, handle -> 1, weights);
    }

    /**
     * Makes deficit round robin, with empty queues.
     *
     * @param name
     *            its name in error messages and dumps
     * @param classOf
     *            the class of a handle, from 0
     * @param costOf
     *            the cost of a handle: bytes, an estimate of its time; less than 1 counts as 1, more than 2^40 as 2^40
     * @param budgets
     *            of each class per round, from 1 to 2^40
     */
    public DeficitRoundRobin(String name, ToIntFunction<Coroutine> classOf, ToLongFunction<Coroutine> costOf,
            long... budgets) {
        super(name, budgets.length, classOf, Preempted.AT_TAIL);
        if (Arrays.stream(budgets).anyMatch(budget -> budget < 1 || budget > MAX_BUDGET)) {
            throw new IllegalArgumentException("budgets out of range: policy=" + name + ", budgets="
                    + Arrays.toString(budgets) + ", least=1, most=" + MAX_BUDGET);
        }
        this.budgets = budgets.clone();
        this.costOf = Objects.requireNonNull(costOf, "costOf");
        deficits = new long[budgets.length];
    }

    private long cost(@Nullable Coroutine handle) {
        return Math.clamp(costOf.applyAsLong(handle), 1, MAX_BUDGET);
    }

    @Override
    public Batch take(Batch batch, int max) {
        lists().sort();
        if (lists().size() == 0) {
            return batch;
        }
        int room = Math.min(max, batch.remaining());
        int before = batch.size();
        for (int turns = 1; room > 0 && batch.size() == before; turns++) {
            serve(batch, room);
            if (turns % budgets.length == 0 && batch.size() == before) {
                skipRounds();
            }
        }
        return batch;
    }

    /** Serves one turn of one class, or the rest of it. */
    private void serve(Batch batch, int room) {
        ListStash list = lists().list(turn);
        if (!granted && !list.isEmpty()) {
            granted = true;
            deficits[turn] += budgets[turn];
        }
        int taken = 0;
        while (taken < room && !list.isEmpty() && cost(list.peek()) <= deficits[turn]) {
            deficits[turn] -= cost(list.peek());
            list.drain(batch, 1);
            taken++;
        }
        if (list.isEmpty()) {
            deficits[turn] = 0;
        }
        if (list.isEmpty() || cost(list.peek()) > deficits[turn]) {
            turn = turn + 1 == budgets.length ? 0 : turn + 1;
            granted = false;
        }
    }

    /** Skips rounds in which no class can afford its next handle: adds the budgets of all those rounds at once. */
    private void skipRounds() {
        long rounds = Long.MAX_VALUE;
        for (int i = 0; i < budgets.length; i++) {
            if (!lists().list(i).isEmpty()) {
                long missing = Math.max(0, cost(lists().list(i).peek()) - deficits[i]);
                rounds = Math.min(rounds, (missing + budgets[i] - 1) / budgets[i]);
            }
        }
        for (int i = 0; i < budgets.length && rounds > 1; i++) {
            if (!lists().list(i).isEmpty()) {
                deficits[i] += (rounds - 1) * budgets[i];
            }
        }
    }

    @Override
    public long quantumNs() {
        return Long.MAX_VALUE;
    }

    @Override
    public boolean preempts(Coroutine running) {
        return false;
    }

    /** Provides the policy {@code weighted} by its name. */
    public static final class WeightedProvider extends WhenProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public WeightedProvider() {
            super("weighted", "Types in turn, a set number of handles of each.",
                    "NAPI's weights",
                    PolicyNumber.count("weight", 1, 1, MAX_BUDGET).perType());
        }

        @Override
        public When make(String label, PolicyContext context, PolicyNumbers given) {
            return weighted(label, context.type(), given.perType(0, context.types()));
        }
    }

    /** Provides the policy {@code deficit} by its name. */
    public static final class DeficitProvider extends WhenProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public DeficitProvider() {
            super("deficit", "Types in turn, a set number of bytes of each; unused bytes are kept for the next turn.",
                    "Shreedhar and Varghese",
                    PolicyNumber.bytes("budget", 1_500, 1, MAX_BUDGET).perType());
        }

        @Override
        public When make(String label, PolicyContext context, PolicyNumbers given) {
            return new DeficitRoundRobin(label, context.type(), context.bytes(), given.perType(0, context.types()));
        }
    }
}
