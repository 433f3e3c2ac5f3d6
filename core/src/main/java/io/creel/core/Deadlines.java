package io.creel.core;

import io.creel.core.internal.Expiring;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of the waits that began on one carrier, and of the scopes opened there. The carrier checks them at each
 * {@link Carrier#tick}. If it is late, the carriers of its {@link DeadlineGroup} check them.
 *
 * <p>
 * <b>Which carrier ends a wait.</b> If any thread may take from the stash that holds the handle, the first carrier that
 * checks removes it. A handle in a stash for one thread is left to the carrier that takes from that stash, and a homed
 * handle to its home: their deadlines move to the second heap of that carrier, which other carriers do not check. A
 * handle in a variable, a batch, an inbox or a ring is not taken from its holder. It is checked again after as long as
 * it is overdue, so O(log) times.
 *
 * <p>
 * <b>The race with a normal wake-up</b> is decided by {@link Stash#takeOut} under the epoch of the wait: exactly one
 * taker gets the handle, and a later wait has another epoch. The deadline is marked before the handle moves on, so the
 * coroutine that ends the deadline knows the outcome. The loser finds nothing and changes nothing.
 *
 * <p>
 * Threads: any, under a guard. A thread holds the guard for a few instructions and one {@code takeOut}, never across a
 * suspension. Setting and ending a deadline costs O(log n) and allocates nothing in steady state. There are at most
 * {@link #MAX} deadlines; the pool keeps as many entries as were set at the same time.
 */
final class Deadlines {
    /** The largest number of deadlines that a carrier keeps. */
    static final int MAX = 1 << 20;
    /** The largest number of deadlines that one tick checks, so that coroutines get their turn in between. */
    static final int MAX_PER_CHECK = 1 << 10;
    /** The largest number of deadlines that one tick checks for another carrier. */
    static final int MAX_PER_HELP = 1 << 6;
    /** How long a deadline is left to its own carrier before other carriers check it, in nanoseconds. */
    static final long HELP_AFTER_NS = 1_000_000;
    /** The shortest time until a handle that was in no stash is checked again, in nanoseconds. */
    private static final long RECHECK_AFTER_NS = 100_000;
    /**
     * After this time, in nanoseconds, an overdue deadline whose handle is in no stash holds the coroutine only weakly.
     */
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
    /** 1 while a thread holds the guard. Taken by compare-and-set, released by a release store. */
    private volatile int guard;
    /** The deadlines that any carrier of the group may end. Under the guard. */
    private final DeadlineHeap shared = new DeadlineHeap();
    /** Overdue deadlines that only this carrier may end. Under the guard. */
    private final DeadlineHeap own = new DeadlineHeap();
    /** The pool, linked by {@link Deadline#nextFree}. Under the guard. */
    private @Nullable Deadline free;
    /** The earliest next check of any deadline; {@code Long.MAX_VALUE} if there is none. Written under the guard. */
    private long nextNs = Long.MAX_VALUE;
    /** The earliest next check of a deadline in {@link #shared}. Written under the guard. */
    private long nextSharedNs = Long.MAX_VALUE;
    // Written by the carrier's thread.
    /** Whether the carrier has had a tick. */
    private volatile boolean started;
    /** The time of the first tick, from which deadlines count. */
    private long startNs;
    /** The time of the last tick. */
    private long toldNs;
    /** Whether the carrier ticks no more. */
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

    /** Returns the time by the carrier's clock; at the last tick if it has none. */
    long nowNs() {
        requireTime("time");
        return nanoClock.getAsLong();
    }

    /**
     * Sets a deadline that ends the present suspension of a coroutine, or the scope that it opens. The caller ends the
     * deadline.
     *
     * @param target
     *            the coroutine, before it suspends, or its scope
     * @param timeoutNs
     *            at least 1; a time more than 292 years ahead never comes
     * @throws IllegalStateException
     *             if no thread calls {@link Carrier#tick}, or the carrier already keeps {@link #MAX} deadlines
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
                    what + " refused, no thread tells the carrier the time, see Carrier.tick: carrier=" + carrier);
        }
    }

    /** Completes {@link Deadline#end}. The caller holds the guard, and this method releases it. */
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

    /**
     * Returns a deadline that moved to another carrier and ended there to the pool. Otherwise this pool would lose it.
     */
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

    /** Ends due deadlines on the carrier's thread. Returns the number of checked deadlines. */
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

    /**
     * Ends deadlines with which this carrier is late, on the thread of {@code by}. Returns the number of checked
     * deadlines.
     */
    int help(Carrier by, long atNs) {
        if ((long) NEXT_SHARED.getAcquire(this) == Long.MAX_VALUE) { // before startNs is read
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

    /**
     * Returns how long nothing of this carrier is due, in nanoseconds; 0 if a deadline is due. Called on its thread.
     */
    long quietNs(long atNs) {
        return untilNs((long) NEXT.getOpaque(this), atNs);
    }

    /**
     * Returns how long other carriers need not check these deadlines, in nanoseconds; 0 if one should be checked now.
     */
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
     * Checks the next deadline, and ends its wait or scope if that is possible here and now.
     *
     * @param dueNs
     *            a deadline is due if its next check is not later than this
     * @param sinceNs
     *            the present time
     * @return {@code false} if none is due
     */
    @SuppressWarnings("NullAway") // the result says which of the target, the stash and the taker there are
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
            return false; // its own carrier, or another helper, holds the guard
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
                failure = thrown; // thrown by a stash of the user's
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

    private @Nullable Deadline next(Carrier by, long dueNs) {
        boolean fromOwn = by == carrier && own.nextNs() <= shared.nextNs();
        Deadline next = (fromOwn ? own : shared).top();
        return next == null || next.atNs > dueNs ? null : next;
    }

    private static CheckResult check(Deadline due, @Nullable Object target, @Nullable Stash from, boolean mayTake) {
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

    /** Updates the deadline after a check. Called under the guard. */
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
                    due.keeper = null; // the caller gives it a new keeper
                }
            }
            case TAKEN -> {
                due.heap.remove(due);
                due.fired = true;
            }
            default -> due.heap.remove(due);
        }
    }

    /**
     * Moves an overdue deadline to the only carrier that may end the wait, and wakes that carrier. Called without the
     * guard.
     */
    private void give(Deadline due, Coroutine waiting, @Nullable Stash from, Carrier taker, Carrier by) {
        if (taker != carrier && !taker.deadlines().receive(due, startNs, true)) {
            due.keeper = this;
            by.report(waiting,
                    new IllegalStateException("time-out lost, the carrier that takes from the stash is closed, or"
                            + " no thread tells it the time: coroutine=" + waiting + ", stash=" + from + ", carrier="
                            + taker));
            return;
        }
        if (taker != by) {
            taker.mailbox.wakeThread(waiting);
        }
    }

    /**
     * Takes in a deadline that has no keeper. Any thread.
     *
     * @return {@code false} if this carrier will not check it
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
     * Moves deadlines to other carriers when this carrier closes and ticks no more. Deadlines of coroutines that
     * another carrier has run last go to that carrier. The rest is left to the group, if there is one.
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

    /**
     * Removes the deadlines of coroutines that another carrier has run last from their heap. Returns them linked and
     * without a keeper.
     */
    private @Nullable Deadline takeThoseOfOthers() {
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

    /** Returns the carrier that ran the target last; {@code orElse} if the target was lost meanwhile. */
    private static Carrier runnerOf(Deadline deadline, Carrier orElse) {
        Object target = deadline.target();
        Coroutine runs = target instanceof Expiring scope ? scope.owner() : (Coroutine) target;
        return runs == null ? orElse : runs.carrier;
    }

    /** Returns the number of entries in the pool, for tests. */
    int pooled() {
        int count = 0;
        for (Deadline at = free; at != null; at = at.nextFree) {
            count++;
        }
        return count;
    }

    /** The result of checking a deadline. */
    private enum CheckResult {
        /** The target is a scope, and its time is up. */
        EXPIRED,
        /** The coroutine was removed from the stash that held it. */
        TAKEN,
        /** Only another carrier may remove the coroutine. */
        FOR_TAKER,
        /** No stash holds the coroutine now. */
        RETRY,
        /** The coroutine was resumed, or its holder has lost it. */
        STALE
    }
}
