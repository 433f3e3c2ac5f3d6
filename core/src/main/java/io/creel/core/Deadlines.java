package io.creel.core;

import io.creel.core.internal.Expiring;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * The time-outs of the waits that began on one carrier, and of the scopes opened there. Its carrier looks at them when it is told the
 * time. If it is late, the carriers of its {@link DeadlineGroup} do.
 *
 * <p>
 * <b>Who ends a wait.</b> A handle in a stash that any thread may take from is taken out by the carrier that looks first. One in a
 * stash of a single thread is left to the carrier that takes from there, and one that is homed to its home: their deadlines move to
 * the second heap of that carrier, which others do not look into. A handle that is on its way (in a variable, a batch, an inbox, a
 * ring) is not taken from its holder; it is looked at again after as long as it is overdue, so O(log) times.
 *
 * <p>
 * <b>The race with a normal wake-up</b> is decided by {@link Stash#takeOut} under the epoch of the wait: one taker gets the handle, and
 * a later wait has another epoch. The deadline is marked before the handle moves on, so the coroutine that ends it knows. The loser
 * finds nothing, and changes nothing.
 *
 * <p>
 * Threads: any, under a guard that is held for a few instructions and one {@code takeOut}, never across a suspension. To set and to end
 * a deadline costs O(log n) and allocates nothing in steady state. At most {@link #MAX}; the pool keeps as many as were set at once.
 */
final class Deadlines {
    /** How many deadlines a carrier keeps at most. */
    static final int MAX = 1 << 20;
    /** How many a carrier ends in one look, so that others get their turn in between. */
    static final int MAX_PER_CHECK = 1 << 10;
    /** How many a carrier ends for another one in one look. */
    static final int MAX_PER_HELP = 1 << 6;
    /** How long a deadline is left to its own carrier before others look after it. */
    static final long HELP_AFTER_NS = 1_000_000;
    /** How long at least until a handle that was on its way is looked at again. */
    private static final long RECHECK_AFTER_NS = 100_000;
    /** How long a deadline may be overdue, with the handle in no stash, before it stops keeping the coroutine alive. */
    static final long WEAK_AFTER_NS = 1_000_000_000;
    private static final VarHandle GUARD;
    private static final VarHandle NEXT;
    private static final VarHandle NEXT_SHARED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            GUARD = lookup.findVarHandle(Deadlines.class, "guard", int.class);
            NEXT = lookup.findVarHandle(Deadlines.class, "nextNs", long.class);
            NEXT_SHARED = lookup.findVarHandle(Deadlines.class, "nextSharedNs", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final Carrier carrier;
    private volatile int guard;
    /** What any carrier of the group may end. */
    private final DeadlineHeap shared = new DeadlineHeap();
    /** What only this carrier may end; put there once it is overdue. */
    private final DeadlineHeap own = new DeadlineHeap();
    private Deadline free;
    /** The earliest look at any, {@code Long.MAX_VALUE} for none. Written under the guard. */
    private long nextNs = Long.MAX_VALUE;
    /** The earliest look at what others may end. Written under the guard. */
    private long nextSharedNs = Long.MAX_VALUE;
    // Written by the carrier's thread.
    private volatile boolean started;
    private long startNs;
    private long toldNs;
    private volatile boolean closed;
    private LongSupplier nanoClock = () -> toldNs;
    private DeadlineGroup group = DeadlineGroup.NONE;

    Deadlines(Carrier carrier) {
        this.carrier = carrier;
    }

    void setClock(LongSupplier clock) {
        nanoClock = Objects.requireNonNull(clock, "nanoClock");
    }

    void setGroup(DeadlineGroup joined) {
        group = joined;
    }

    boolean isEmpty() {
        return (long) NEXT.getOpaque(this) == Long.MAX_VALUE;
    }

    /** The time by the carrier's clock; at the last tick if it has none. */
    long nowNs() {
        requireTime("time");
        return nanoClock.getAsLong();
    }

    /**
     * Lets the present suspension of a coroutine, or the scope it opens, end after a while. The caller ends the deadline.
     *
     * @param target
     *            the coroutine, before it suspends, or its scope
     * @param timeoutNs
     *            at least 1; what lies more than 292 years ahead never comes
     * @throws IllegalStateException
     *             if the carrier is never told the time, or keeps {@link #MAX} deadlines already
     */
    Deadline set(Coroutine self, Object target, long timeoutNs) {
        requireTime("deadline");
        long atNs = nanoClock.getAsLong() - startNs + timeoutNs;
        group.used();
        Deadline set;
        enter();
        try {
            if (shared.size() + own.size() >= MAX) {
                throw new IllegalStateException("deadline refused, the carrier keeps too many: carrier=" + carrier
                        + ", deadlines=" + (shared.size() + own.size()) + ", most=" + MAX + ", coroutine=" + self);
            }
            set = free;
            if (set == null) {
                set = new Deadline(this);
            } else {
                free = set.nextFree;
                set.nextFree = null;
            }
            set.keeper = this;
            set.target = target;
            set.epoch = self.epoch();
            set.deadlineNs = atNs < 0 ? Long.MAX_VALUE : atNs;
            set.atNs = set.deadlineNs;
            set.fired = false;
            shared.add(set);
            publish();
        } finally {
            exit();
        }
        return set;
    }

    private void requireTime(String what) {
        if (!started) {
            throw new IllegalStateException(
                    what + " refused, the carrier is never told the time, see Carrier.tick: carrier=" + carrier);
        }
    }

    /** The rest of {@link Deadline#end}, under the guard, which it gives back. */
    boolean end(Deadline ended) {
        boolean fired;
        try {
            fired = ended.fired;
            if (ended.heap != null) {
                ended.heap.remove(ended);
                publish();
            }
            ended.target = null;
            if (ended.origin == this) {
                ended.nextFree = free;
                free = ended;
            }
        } finally {
            exit();
        }
        if (ended.origin != this) {
            ended.origin.takeBack(ended);
        }
        return fired;
    }

    /** Takes one that has moved to another carrier, and ended there, back into the pool: it would be missing here for ever. */
    private void takeBack(Deadline ended) {
        enter();
        ended.nextFree = free;
        free = ended;
        exit();
    }

    void enter() {
        for (int tries = 0; !tryEnter(); tries++) {
            Deadline.pause(tries);
        }
    }

    private boolean tryEnter() {
        return guard == 0 && GUARD.compareAndSet(this, 0, 1);
    }

    void exit() {
        GUARD.setRelease(this, 0);
    }

    private void publish() {
        long sharedNs = shared.nextNs();
        if (sharedNs != nextSharedNs) {
            NEXT_SHARED.setRelease(this, sharedNs);
        }
        long anyNs = Math.min(sharedNs, own.nextNs());
        if (anyNs != nextNs) {
            NEXT.setRelease(this, anyNs);
        }
    }

    /** Ends what is due, on the carrier's thread. Returns how many deadlines were looked at. */
    int tick(long atNs) {
        if (!started) {
            startNs = atNs;
            started = true;
        }
        toldNs = atNs;
        long sinceNs = atNs - startNs;
        int checked = 0;
        while (checked < MAX_PER_CHECK && (long) NEXT.getOpaque(this) <= sinceNs
                && checkNext(carrier, sinceNs, sinceNs)) {
            checked++;
        }
        return checked;
    }

    /** Ends what this one's carrier is late with, on the thread of another one. Returns how many deadlines were looked at. */
    int help(Carrier by, long atNs) {
        if ((long) NEXT_SHARED.getAcquire(this) == Long.MAX_VALUE) { // before the start, which was written earlier
            return 0;
        }
        long sinceNs = atNs - startNs;
        long dueNs = sinceNs - HELP_AFTER_NS;
        int checked = 0;
        while (checked < MAX_PER_HELP && (long) NEXT_SHARED.getOpaque(this) <= dueNs
                && checkNext(by, dueNs, sinceNs)) {
            checked++;
        }
        return checked;
    }

    /** How long nothing of this carrier is due; 0 if something is. On its thread. */
    long quietNs(long atNs) {
        return untilNs((long) NEXT.getOpaque(this), atNs);
    }

    /** How long other carriers need not look here; 0 if they should. */
    long quietForOthersNs(long atNs) {
        return untilNs(sum((long) NEXT_SHARED.getAcquire(this), HELP_AFTER_NS), atNs);
    }

    private long untilNs(long nextAtNs, long atNs) {
        return nextAtNs == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, nextAtNs - (atNs - startNs));
    }

    private static long sum(long atNs, long byNs) {
        long sum = atNs + byNs;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /**
     * Looks at the next deadline, and ends what it belongs to if that can be done here and now.
     *
     * @param dueNs
     *            a deadline is due if its look is no later than this
     * @param sinceNs
     *            the time
     * @return {@code false} if none is due
     */
    private boolean checkNext(Carrier by, long dueNs, long sinceNs) {
        Throwable failure = null;
        CheckResult result;
        Deadline due;
        Object target;
        Stash from = null;
        Carrier taker = by;
        if (by == carrier) {
            enter();
        } else if (!tryEnter()) {
            return false; // its carrier, or another one, is at it
        }
        try {
            due = next(by, dueNs);
            if (due == null) {
                return false;
            }
            target = due.target();
            if (target instanceof Coroutine waiting) {
                from = waiting.stash();
                taker = from == null ? by : from.takerOf(waiting, by);
            }
            try {
                result = check(due, target, from, taker == by);
            } catch (Throwable thrown) {
                failure = thrown; // by a stash of the user's
                result = CheckResult.RETRY;
            }
            settle(due, result, taker, sinceNs);
            if (result == CheckResult.RETRY && from == null && sinceNs - due.deadlineNs >= WEAK_AFTER_NS) {
                due.forget();
            }
        } finally {
            publish();
            exit();
        }
        if (failure != null) {
            by.report((Coroutine) target, failure);
        }
        switch (result) {
            case EXPIRED -> ((Expiring) target).expire();
            case TAKEN -> by.timedOut((Coroutine) target, from);
            case FOR_TAKER -> give(due, (Coroutine) target, from, taker, by);
            default -> {
                // RETRY: it is in its heap again; STALE: its coroutine ends it
            }
        }
        return true;
    }

    private Deadline next(Carrier by, long dueNs) {
        boolean fromOwn = by == carrier && own.nextNs() <= shared.nextNs();
        Deadline next = (fromOwn ? own : shared).top();
        return next == null || next.atNs > dueNs ? null : next;
    }

    private static CheckResult check(Deadline due, Object target, Stash from, boolean mayTake) {
        if (target instanceof Expiring) {
            return CheckResult.EXPIRED;
        }
        if (!(target instanceof Coroutine waiting) || waiting.epoch() != due.epoch) {
            return CheckResult.STALE;
        }
        if (from == null) {
            return CheckResult.RETRY;
        }
        if (!mayTake) {
            return CheckResult.FOR_TAKER;
        }
        return from.takeOut(waiting, due.epoch) ? CheckResult.TAKEN : CheckResult.RETRY;
    }

    /** What follows of a look for the deadline. Under the guard. */
    private void settle(Deadline due, CheckResult result, Carrier taker, long sinceNs) {
        switch (result) {
            case RETRY -> {
                DeadlineHeap again = due.heap;
                again.remove(due);
                due.atNs = sum(sinceNs, Math.max(RECHECK_AFTER_NS, sinceNs - due.deadlineNs));
                again.add(due);
            }
            case FOR_TAKER -> {
                due.heap.remove(due);
                if (taker == carrier) {
                    own.add(due);
                } else {
                    due.keeper = null; // the caller gives it another one
                }
            }
            case TAKEN -> {
                due.heap.remove(due);
                due.fired = true;
            }
            default -> due.heap.remove(due);
        }
    }

    /** Hands an overdue deadline over to the only carrier that may end the wait, and wakes that. Without the guard. */
    private void give(Deadline due, Coroutine waiting, Stash from, Carrier taker, Carrier by) {
        if (taker != carrier && !taker.deadlines().receive(due, startNs, true)) {
            due.keeper = this;
            by.report(waiting,
                    new IllegalStateException("time-out lost, the carrier that takes from the stash is closed, or"
                            + " never told the time: coroutine=" + waiting + ", stash=" + from + ", carrier=" + taker));
            return;
        }
        if (taker != by) {
            taker.wakeThread(waiting);
        }
    }

    /**
     * Takes a deadline in that has no keeper. From any thread.
     *
     * @return {@code false} if this carrier will not look at it
     */
    private boolean receive(Deadline moved, long originNs, boolean isOverdue) {
        enter();
        try {
            if (closed || !started) {
                return false;
            }
            moved.deadlineNs = moved.deadlineNs == Long.MAX_VALUE
                    ? Long.MAX_VALUE
                    : Math.max(0, moved.deadlineNs + (originNs - startNs));
            moved.atNs = moved.deadlineNs;
            moved.keeper = this;
            (isOverdue ? own : shared).add(moved);
            publish();
            return true;
        } finally {
            exit();
        }
    }

    /**
     * The carrier closes, and is not told the time any more: what belongs to coroutines that other carriers have run since goes over to
     * those. The rest is left to the group, if there is one.
     */
    void close() {
        Deadline left = takeThoseOfOthers();
        while (left != null) {
            Deadline moved = left;
            left = moved.nextFree;
            moved.nextFree = null;
            if (!runnerOf(moved, carrier).deadlines().receive(moved, startNs, false)) {
                moved.keeper = this;
            }
        }
    }

    /** Those of coroutines that another carrier has run last, out of their heap and without a keeper, linked. */
    private Deadline takeThoseOfOthers() {
        Deadline others = null;
        Deadline mine = null;
        enter();
        try {
            closed = true;
            for (Deadline top = next(carrier, Long.MAX_VALUE); top != null; top = next(carrier, Long.MAX_VALUE)) {
                top.heap.remove(top);
                if (runnerOf(top, carrier) == carrier) {
                    top.nextFree = mine;
                    mine = top;
                } else {
                    top.keeper = null;
                    top.nextFree = others;
                    others = top;
                }
            }
            while (mine != null) {
                Deadline kept = mine;
                mine = kept.nextFree;
                kept.nextFree = null;
                shared.add(kept);
            }
            publish();
        } finally {
            exit();
        }
        return others;
    }

    /** The carrier that ran the target last; another one if it was lost meanwhile. */
    private static Carrier runnerOf(Deadline deadline, Carrier orElse) {
        Object target = deadline.target();
        Coroutine runs = target instanceof Expiring scope ? scope.owner() : (Coroutine) target;
        return runs == null ? orElse : runs.carrier;
    }

    /** How many are in the pool, for tests. */
    int pooled() {
        int count = 0;
        for (Deadline at = free; at != null; at = at.nextFree) {
            count++;
        }
        return count;
    }

    /** What a look at a deadline has found. */
    private enum CheckResult {
        /** A scope, whose time is up. */
        EXPIRED,
        /** A coroutine that was taken out of where it waited. */
        TAKEN,
        /** A coroutine that only another carrier may take. */
        FOR_TAKER,
        /** A coroutine that is on its way. */
        RETRY,
        /** A coroutine that was resumed, or lost by its holder. */
        STALE
    }
}
