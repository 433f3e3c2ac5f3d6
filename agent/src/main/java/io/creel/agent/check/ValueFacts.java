package io.creel.agent.check;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What is known about one value: its owner, its state and its present loan.
 *
 * <p>
 * {@link #owned} is the entry in the list of its owner's {@link Context}, or {@link #GONE}, {@link #FIELD}, or
 * {@code null} if nothing is known. The call that gives a value up leads from its own entry to GONE only if the entry
 * is still there; so an owner that took the value meanwhile, on any thread, is never overwritten. The other fields are
 * written by the owner or the borrower; what passes the value on to another thread publishes them.
 */
public final class ValueFacts {
    /** Given up. */
    static final OwnedEntry GONE = new OwnedEntry(null);
    /** Owned by a field. */
    static final OwnedEntry FIELD = new OwnedEntry(null);
    /** Borrowed by several contexts at once: nothing is checked. */
    static final Context MANY = new Context(false, false);
    private static final VarHandle OWNED;

    static {
        try {
            OWNED = MethodHandles.lookup().findVarHandle(ValueFacts.class, "owned", OwnedEntry.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    final Kind kind;
    /** Of a coroutine: its context. */
    Context context;
    /** Of a lock: whether it must not be held across a suspension. */
    boolean noSuspend;
    /** Of an array: whether a field says that it owns its elements. */
    boolean ownsElements;
    /** Of an array: whether it has elements that another array owned when they were copied. */
    boolean isCopy;
    /** Of an array: whether it was loaded from a field that owns nothing. */
    boolean isInPlainField;
    /** Plain: what passes a value on to another thread publishes it. Compared and set where a giver writes GONE. */
    private OwnedEntry owned;
    /** Whether a checked caller offers the value to a method at this moment. */
    boolean passing;
    /** The present state; {@code null} if it is unknown. */
    String state;

    /** The borrower of the value; {@code null} for none. */
    Context borrower;
    /** Whether the borrower is known not to own the value. Otherwise the value came without a contract. */
    boolean lent;
    /** The lender; {@code null} for a loan that does not end. */
    ValueFacts lender;
    /** {@link #changes} of the lender when the loan began. */
    int lenderChanges;
    /** {@link Context#suspensions} of the borrower when the loan began; -1 for a loan that outlives suspensions. */
    int borrowerSuspensions;

    /** Counts what ends loans from this value. */
    int changes;
    /** The context that changed it last. A loan of another context is not ended: the two may not be ordered. */
    Context changer;
    /** Where the value was acquired, or given up if it is gone; {@code null} without {@link CheckLevel#TRACE}. */
    Acquired trace;

    ValueFacts(Kind kind) {
        this.kind = kind;
    }

    /** Returns the facts about a value; {@code null} if its class has no rules. */
    static ValueFacts of(Object value) {
        if (value instanceof Tagged tagged) {
            ValueFacts facts = tagged.creelFacts();
            return facts != null ? facts : first(tagged);
        }
        return value == null ? null : ofUntagged(value);
    }

    private static ValueFacts ofUntagged(Object value) {
        return !Kind.of(value.getClass()).tracked ? null : SideTable.get(value);
    }

    /** Returns the facts about a value that has rules by what its class can do: a lender or a lock. */
    static ValueFacts ofAny(Object value) {
        ValueFacts facts = of(value);
        return facts != null || value == null ? facts : SideTable.get(value);
    }

    private static ValueFacts first(Tagged value) {
        synchronized (ValueFacts.class) {
            ValueFacts facts = value.creelFacts();
            if (facts == null) {
                facts = new ValueFacts(Kind.of(value.getClass()));
                VarHandle.releaseFence();
                value.creelFacts(facts);
            }
            return facts;
        }
    }

    /** Returns the entry of the owner, a mark, or {@code null}. An entry that is free or has another value is gone. */
    OwnedEntry owned() {
        OwnedEntry entry = owned;
        return entry == null || entry.facts == this || entry.context == null ? entry : GONE;
    }

    /** A later read of another thread is ordered by what has passed it the value, so a release is enough. */
    void owned(OwnedEntry entry) {
        OWNED.setRelease(this, entry);
    }

    void forgetLoan() {
        if (borrower != null) { // storing a reference, even null, costs a write barrier
            borrower = null;
            lender = null;
        }
    }

    boolean replace(OwnedEntry from, OwnedEntry to) {
        return owned == from && OWNED.compareAndSet(this, from, to);
    }

    boolean isOwnedBy(Context context) {
        OwnedEntry entry = owned;
        return entry != null && entry.context == context && entry.facts == this;
    }

    /** Whether the borrower's loan still lasts. */
    boolean lasts(Context context) {
        return (lender == null || lender.changes == lenderChanges || lender.changer != context)
                && (borrowerSuspensions < 0 || borrowerSuspensions == context.suspensions);
    }

    void changed(Context by) {
        changes++;
        if (changer != by) {
            changer = by;
        }
    }
}
