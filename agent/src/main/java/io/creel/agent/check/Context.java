package io.creel.agent.check;

import io.creel.core.Coroutine;

/**
 * One sequence of steps: a coroutine, or a thread while it runs none. Only code of this sequence uses it. It does not
 * refer to its coroutine, whose facts refer to it.
 */
public final class Context {
    private static final ThreadLocal<Context> OF_THREADS = ThreadLocal.withInitial(() -> new Context(false, false));

    final boolean isCoroutine;
    /** Whether it is a virtual thread, whose monitors and locks are its own. */
    final boolean isGuest;
    /** Counts suspensions. */
    int suspensions;
    /** How many methods that run on the carrier are on the stack. */
    int onCarrier;
    /** How many methods that must not be preempted are on the stack. */
    int noPreempt;
    /** Whether a class that was woven for {@link Level#TRACE} is on the stack. */
    boolean tracing;
    final HeldLocks locks = new HeldLocks();
    final Ties ties = new Ties();
    private long number;
    private Entry newest;
    private Entry free;

    Context(boolean isCoroutine, boolean isGuest) {
        this.isCoroutine = isCoroutine;
        this.isGuest = isGuest;
    }

    /** Returns the context of the caller. */
    static Context current() {
        Coroutine running = Coroutine.current();
        if (running == null) {
            return OF_THREADS.get(); // not inside a coroutine, so the thread cannot change meanwhile
        }
        Facts facts = Facts.of(running);
        Context context = facts.context;
        if (context == null) {
            context = new Context(true, running.thread() != null);
            facts.context = context;
        }
        return context;
    }

    /** Numbers what a method acquires: everything with a greater number than its mark. */
    long mark() {
        return number;
    }

    long next() {
        return ++number;
    }

    /** Makes this context the owner of a value, whoever was it before. */
    Entry own(Facts facts) {
        Entry entry = free;
        if (entry == null) {
            entry = new Entry();
        } else {
            free = entry.next;
        }
        entry.context = this;
        entry.facts = facts;
        entry.number = next();
        entry.previous = newest;
        entry.next = null;
        if (newest != null) {
            newest.next = entry;
        }
        newest = entry;
        facts.passing = false;
        facts.borrower = null;
        facts.lender = null;
        facts.owned(entry);
        return entry;
    }

    /** Removes an entry of this context, whose value may have another owner by now. */
    void remove(Entry entry) {
        if (entry.context != this) {
            return;
        }
        if (entry.next == null) {
            newest = entry.previous;
        } else {
            entry.next.previous = entry.previous;
        }
        if (entry.previous != null) {
            entry.previous.next = entry.next;
        }
        entry.context = null;
        entry.facts = null;
        entry.former = null;
        entry.previous = null;
        entry.next = free;
        free = entry;
    }

    /** Returns the newest entry; {@code null} if this context owns nothing. */
    Entry newest() {
        return newest;
    }
}
