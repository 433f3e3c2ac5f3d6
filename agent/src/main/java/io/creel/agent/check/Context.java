package io.creel.agent.check;

import io.creel.core.Coroutine;

/**
 * One sequence of steps: a coroutine, or a thread while it runs none. Only code of this sequence uses it. It does not
 * refer to its coroutine, whose facts refer to it.
 */
public final class Context {
    final boolean isCoroutine;
    /** Whether it is a virtual thread, whose monitors and locks are its own. */
    final boolean isGuest;
    /** Counts suspensions. */
    int suspensions;
    /** How many methods that run on the carrier are on the stack. */
    int onCarrier;
    /** How many methods that must not be preempted are on the stack. */
    int noPreempt;
    /** Whether a class that was woven for {@link CheckLevel#TRACE} is on the stack. */
    boolean tracing;
    final TakenLocks locks = new TakenLocks();
    final Ties ties = new Ties();
    private long number;
    /** What this context owns, in the order of the numbers, with free entries in between and from {@link #top} on. */
    private OwnedEntry[] entries = {};
    private int top;

    Context(boolean isCoroutine, boolean isGuest) {
        this.isCoroutine = isCoroutine;
        this.isGuest = isGuest;
    }

    /** Returns the context of the caller. */
    static Context current() {
        Coroutine running = Coroutine.current();
        if (running == null) {
            return ThreadContexts.current(); // not inside a coroutine, so the thread cannot change meanwhile
        }
        ValueFacts facts = ValueFacts.of(running);
        Context context = facts.context;
        return context != null ? context : first(facts, running);
    }

    private static Context first(ValueFacts facts, Coroutine running) {
        facts.context = new Context(true, running.thread() != null);
        return facts.context;
    }

    /** Whether nothing was acquired, locked or tied since a mark. */
    boolean isUnchangedSince(long mark) {
        return number == mark;
    }

    /** Numbers what a method acquires: everything with a greater number than its mark. */
    long mark() {
        return number;
    }

    long next() {
        return ++number;
    }

    /** Makes this context the owner of a value, whichever context was it before. */
    OwnedEntry own(ValueFacts facts) {
        if (top == entries.length) {
            makeRoom();
        }
        OwnedEntry entry = entries[top++];
        entry.facts = facts;
        entry.number = next();
        facts.passing = false;
        facts.forgetLoan();
        facts.owned(entry);
        return entry;
    }

    /** Moves free entries behind the others, and adds some if there are few. The order of the others stays. */
    private void makeRoom() {
        OwnedEntry[] before = entries;
        int live = 0;
        for (OwnedEntry entry : before) {
            live += entry.facts == null ? 0 : 1;
        }
        entries = new OwnedEntry[live >= before.length / 2 ? Math.max(4, before.length * 2) : before.length];
        top = 0;
        int free = live;
        for (OwnedEntry entry : before) {
            entries[entry.facts == null ? free++ : top++] = entry;
        }
        while (free < entries.length) {
            entries[free++] = new OwnedEntry(this);
        }
    }

    /** Removes an entry of this context, whose value may have another owner by now. */
    void remove(OwnedEntry entry) {
        entry.facts = null;
        if (entry.former != null) {
            entry.former = null;
        }
        while (top > 0 && entries[top - 1].facts == null) {
            top--;
        }
    }

    /** Returns the newest entry; {@code null} if this context owns nothing. */
    OwnedEntry newest() {
        return top == 0 ? null : entries[top - 1];
    }
}
