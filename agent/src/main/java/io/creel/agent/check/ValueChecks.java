package io.creel.agent.check;

import io.creel.core.Coroutine;

/**
 * What woven code calls about values: owners, states, loans and ties. Woven code alone calls these methods. Each is
 * given the context that the method has asked for at its beginning, and the text of the place, see {@link Violations}.
 */
public final class ValueChecks {
    /** The flags of {@link #enter}. */
    static final int TRACING = 1;
    static final int ON_CARRIER = 2;
    static final int NO_PREEMPT = 4;
    static final int HAS_HANDLER = 8;

    private ValueChecks() {
    }

    /** {@return the context of the caller} */
    public static Context context() {
        return Context.current();
    }

    /**
     * Begins a method.
     *
     * @param context
     *            of the method
     * @param flags
     *            what is special about the method
     * @return the mark for its end
     */
    public static long enter(Context context, int flags) {
        context.tracing = (flags & TRACING) != 0;
        if ((flags & ON_CARRIER) != 0) {
            context.onCarrier++;
        }
        if ((flags & NO_PREEMPT) != 0) {
            context.noPreempt++;
        }
        return context.mark();
    }

    private static void exit(Context context, int flags) {
        if ((flags & ON_CARRIER) != 0) {
            context.onCarrier--;
        }
        if ((flags & NO_PREEMPT) != 0) {
            context.noPreempt--;
        }
    }

    /** Ends a method that returns: it owns nothing more, and holds no lock that it took. */
    public static void leave(Context context, long mark, int flags, String where, String without) {
        exit(context, flags);
        if (!context.isUnchangedSince(mark)) {
            leave(context, mark, (flags & HAS_HANDLER) != 0, where, without);
        }
    }

    private static void leave(Context context, long mark, boolean hasHandler, String where, String without) {
        RuleViolation lost = prune(context, mark, "CR001", "where the method returns", where, without);
        RuleViolation held = LockChecks.prune(context, mark, "where the method returns", where, without);
        context.ties.forget(mark);
        RuleViolation found = lost != null ? lost : held;
        if (found != null) {
            found.left = hasHandler;
            throw found;
        }
    }

    /** Ends a method that an exception leaves. */
    public static void thrown(Context context, long mark, int flags, Throwable cause, String where, String without) {
        if (cause instanceof RuleViolation violation && violation.left) {
            violation.left = false; // thrown by the end of this method
            return;
        }
        exit(context, flags);
        RuleViolation lost = prune(context, mark, "CR002", "where an exception leaves the method", where, without);
        RuleViolation held = LockChecks.prune(context, mark, "where an exception leaves the method", where, without);
        context.ties.forget(mark);
        RuleViolation found = lost != null ? lost : held;
        if (found != null && !(cause instanceof RuleViolation)) {
            found.addSuppressed(cause);
            throw found;
        }
    }

    /** Forgets what a method acquired. Returns a violation if it still owns some of it. */
    private static RuleViolation prune(Context context, long mark, String code, String end, String where,
            String without) {
        RuleViolation found = null;
        for (OwnedEntry entry = context.newest(); entry != null && entry.number > mark; entry = context.newest()) {
            ValueFacts facts = entry.facts;
            if (facts.replace(entry, null) && found == null && !without.contains(code)
                    && facts.kind.mustBeOwned(facts.state)) {
                found = Violations.of(code, "a value is lost, still owned " + end, where, facts.trace);
            }
            context.remove(entry);
        }
        return found;
    }

    /** At the beginning of a method that takes a parameter over. */
    public static void entrust(Context context, Object value, String states) {
        ValueFacts facts = ValueFacts.of(value);
        if (facts != null) {
            OwnedEntry former = facts.passing ? facts.owned() : null;
            OwnedEntry entry = context.own(facts);
            if (former != null) {
                entry.former = former;
            }
            assume(facts, states);
            trace(context, facts, "passed in");
        }
    }

    /** At the beginning of a method that only uses a parameter. */
    public static void lentIn(Context context, Object value, String states) {
        ValueFacts facts = ValueFacts.of(value);
        if (facts != null) {
            if (!facts.isOwnedBy(context)) {
                borrow(context, facts, true, null, -1);
            }
            if (!states.isEmpty()) {
                assume(facts, states);
            }
        }
    }

    /** At the beginning of a lambda, for a value that it has captured. */
    public static void captured(Context context, Object value, String where) {
        ValueFacts facts = ValueFacts.of(value);
        if (facts != null) {
            if (facts.owned() == ValueFacts.GONE && facts.borrower == null) {
                throw Violations.of("CR004", "a lambda uses a captured value after it was given up, value="
                        + Violations.name(value), where, facts.trace);
            }
            borrow(context, facts, true, null, -1);
        }
    }

    private static void assume(ValueFacts facts, String states) {
        String known = facts.state;
        if (states.isEmpty()) {
            if (known != null) {
                facts.state = null;
            }
        } else if (known == null || !contains(states, known)) {
            facts.state = states.indexOf(',') >= 0 ? null : states;
        }
    }

    /** After a call or load that says nothing about its result. */
    public static void seen(Context context, Object value) {
        ValueFacts facts = ValueFacts.of(value);
        if (facts != null && facts.borrower != context && !facts.isOwnedBy(context)) {
            borrow(context, facts, false, null, -1);
        }
    }

    /** After a call that lends its result. */
    public static void lend(Context context, Object value, Object lender) {
        ValueFacts facts = ValueFacts.of(value);
        if (facts != null && !facts.isOwnedBy(context)) {
            lendAnother(context, facts, lender);
        }
    }

    private static void lendAnother(Context context, ValueFacts facts, Object lender) {
        facts.state = null;
        facts.borrower = facts.borrower == context ? null : facts.borrower;
        borrow(context, facts, true, lender == null ? null : ValueFacts.ofAny(lender), context.suspensions);
    }

    private static void borrow(Context context, ValueFacts facts, boolean lent, ValueFacts lender, int suspensions) {
        if (facts.borrower == context || facts.isOwnedBy(context)) {
            return;
        }
        facts.borrower = facts.borrower == null ? context : ValueFacts.MANY;
        facts.lent = lent;
        facts.lender = lender;
        facts.lenderChanges = lender == null ? 0 : lender.changes;
        facts.borrowerSuspensions = suspensions;
    }

    /** Before a call that uses a value. */
    public static void use(Context context, Object value, String where) {
        ValueFacts facts = ValueFacts.of(value);
        if (facts != null && !facts.isOwnedBy(context)) {
            useOfAnother(context, facts, value, where);
        }
    }

    private static void useOfAnother(Context context, ValueFacts facts, Object value, String where) {
        OwnedEntry entry = facts.owned();
        if (entry == null || facts.borrower == ValueFacts.MANY) {
            return;
        }
        if (facts.borrower == context) {
            if (!facts.lasts(context)) {
                throw Violations.of("CR007", "a borrowed value is used after its loan has ended, value="
                        + Violations.name(value), where, facts.trace);
            }
        } else if (entry != ValueFacts.FIELD) {
            throw Violations.of("CR004", "a value is used after it was given up, value=" + Violations.name(value),
                    where, facts.trace);
        }
    }

    /**
     * Before a call that takes a copy of a handle by its epoch. Epochs only grow, so a greater number than the present
     * one was never read from this handle.
     */
    public static void epoch(Object handle, long epoch, String where) {
        if (handle instanceof Coroutine known && (epoch < 0 || epoch > known.epoch())) {
            throw Violations.of("CR020", "a number is no epoch of " + Violations.name(handle) + ", number=" + epoch
                    + ", epoch=" + known.epoch(), where, null);
        }
    }

    /** At the beginning of a method whose contract is wrong in itself, so that its checks would mean nothing. */
    public static void wrongContract(String what, String where) {
        throw Violations.of("CR022", what, where, null);
    }

    /** Before a call that requires a value in one of some states. */
    public static void state(Object value, String states, String where) {
        ValueFacts facts = ValueFacts.of(value);
        if (facts != null && facts.state != states && facts.state != null && !contains(states, facts.state)) {
            throw Violations.of("CR010", Violations.callee(where) + " needs " + Violations.name(value) + " in state "
                    + states + ", it is in state " + facts.state, where, facts.trace);
        }
    }

    private static boolean contains(String states, String state) {
        if (states.equals(state)) {
            return true;
        }
        int at = states.indexOf(state);
        return at >= 0 && (states.length() == state.length() || ("," + states + ",").contains("," + state + ","));
    }

    /** After a call that leaves a value in a state. */
    public static void to(Object value, boolean holds, String state) {
        ValueFacts facts = holds ? ValueFacts.of(value) : null;
        if (facts != null) {
            facts.state = state;
        }
    }

    /** Before a call that may take a value over. Returns what {@link #gave} needs. */
    public static Object giving(Context context, Object value, String where, String without) {
        ValueFacts facts = ValueFacts.of(value);
        if (facts == null) {
            return null;
        }
        OwnedEntry entry = facts.owned();
        if (entry != null && entry.context == context) {
            facts.passing = true;
            return entry;
        }
        return givingOfAnother(context, facts, entry, value, where, without);
    }

    private static Object givingOfAnother(Context context, ValueFacts facts, OwnedEntry entry, Object value,
            String where, String without) {
        boolean isBorrowed = facts.borrower == context && facts.lent;
        if (entry == ValueFacts.FIELD && !isBorrowed) {
            facts.passing = true;
            return entry;
        }
        if (isBorrowed && !without.contains("CR006")) {
            throw Violations.of("CR006", "a value is given up, but it is only borrowed, value="
                    + Violations.name(value), where, facts.trace);
        }
        if (entry != null && facts.borrower == null
                && !without.contains("CR005")) {
            throw Violations.of("CR005", "a value is given up twice, value=" + Violations.name(value), where,
                    facts.trace);
        }
        return entry;
    }

    /** After a call that has taken a value over if {@code taken}. */
    public static void gave(Context context, Object value, Object token, boolean taken) {
        ValueFacts facts = ValueFacts.of(value);
        if (facts == null) {
            return;
        }
        facts.passing = false;
        if (taken) {
            gave(context, facts, (OwnedEntry) token);
            facts.changed(context);
        }
    }

    /**
     * The entry of the giver is freed, and that alone says that its value is gone. So the giver writes nothing that an
     * owner on another thread may have written by now.
     */
    private static void gave(Context context, ValueFacts facts, OwnedEntry entry) {
        boolean isMine = entry != null && entry.context == context && entry.facts == facts;
        if (!isMine || facts.borrower != null || context.tracing || facts.trace != null) {
            gone(context, facts, entry);
        }
        if (isMine) {
            context.remove(entry);
        }
    }

    private static void gone(Context context, ValueFacts facts, OwnedEntry entry) {
        if (facts.replace(entry, ValueFacts.GONE)) {
            facts.borrower = null;
            trace(context, facts, "given up");
        }
    }

    /** After a call that changes a value, which ends loans from it. */
    public static void changed(Context context, Object value) {
        if (value != null) {
            ValueFacts.ofAny(value).changed(context);
        }
    }

    /** After a call whose result the caller owns. */
    public static void acquired(Context context, Object value, boolean holds) {
        ValueFacts facts = holds ? ValueFacts.of(value) : null;
        if (facts != null) {
            context.own(facts);
            if (facts.state != facts.kind.first) {
                facts.state = facts.kind.first;
            }
            trace(context, facts, "acquired");
        }
    }

    private static void trace(Context context, ValueFacts facts, String what) {
        if (context.tracing || facts.trace != null) {
            traced(context, facts, what);
        }
    }

    private static void traced(Context context, ValueFacts facts, String what) {
        facts.trace = context.tracing ? new Acquired(what) : null;
    }

    /** Before the end of a method whose caller owns the result. */
    public static void passedOn(Context context, Object value, String where) {
        ValueFacts facts = ValueFacts.of(value);
        if (facts == null) {
            return;
        }
        OwnedEntry entry = facts.owned();
        if (entry != null && entry.context == context) {
            facts.replace(entry, null);
            context.remove(entry);
        } else if (facts.borrower == context && facts.lent) {
            throw Violations.of("CR006", "a value is returned to be owned, but it is only borrowed, value="
                    + Violations.name(value), where, facts.trace);
        } else if (entry == ValueFacts.GONE) {
            throw Violations.of("CR004", "a value is returned after it was given up, value="
                    + Violations.name(value), where, facts.trace);
        }
    }

    /** Before the end of a method that takes a parameter over, if {@code given} by what it returns. */
    public static void parameter(Context context, Object value, boolean given, boolean always, String where) {
        ValueFacts facts = ValueFacts.of(value);
        if (facts == null) {
            return;
        }
        OwnedEntry entry = facts.owned();
        if (!given || entry != ValueFacts.GONE) {
            parameter(context, facts, entry, value, given, always, where);
        }
    }

    private static void parameter(Context context, ValueFacts facts, OwnedEntry entry, Object value, boolean given,
            boolean always, String where) {
        boolean owned = entry != null && entry.context == context;
        if (!given && owned) {
            handBack(context, facts, entry);
        } else if (!given && entry != null && entry != ValueFacts.FIELD && facts.borrower != ValueFacts.MANY) {
            throw Violations.of("CR011", "the method says by its result that it has not taken a value over, and has,"
                    + " value=" + Violations.name(value), where, facts.trace);
        } else if (given && owned && !always && facts.kind.mustBeOwned(facts.state)) {
            handBack(context, facts, entry);
            throw Violations.of("CR011", "the method says by its result that it has taken a value over, and has not,"
                    + " value=" + Violations.name(value), where, facts.trace);
        }
    }

    /** Before an exception leaves a method: the caller still owns the parameter. */
    public static void handBack(Context context, Object value) {
        ValueFacts facts = ValueFacts.of(value);
        OwnedEntry entry = facts == null ? null : facts.owned();
        if (entry != null && entry.context == context) {
            handBack(context, facts, entry);
        }
    }

    private static void handBack(Context context, ValueFacts facts, OwnedEntry entry) {
        OwnedEntry former = entry.former;
        boolean lasts = former != null
                && (former == ValueFacts.FIELD || former.context == context && former.facts == facts);
        facts.replace(entry, lasts ? former : null);
        context.remove(entry);
    }

    /** Before the end of a method that promises to leave a parameter in a state. */
    public static void leaves(Object value, boolean holds, String state, String where) {
        ValueFacts facts = holds ? ValueFacts.of(value) : null;
        if (facts != null && facts.owned() != ValueFacts.GONE && facts.state != null && !facts.state.equals(state)) {
            throw Violations.of("CR011", "the method promises " + Violations.name(value) + " in state " + state
                    + ", and leaves it in state " + facts.state, where, facts.trace);
        }
    }

    /** After a call whose result belongs to another value, and at the beginning of a method with such a parameter. */
    public static void tie(Context context, Object value, Object other) {
        if (value != null) {
            context.ties.add(value, other, context.next());
        }
    }

    /** Before a call that requires two values that belong together. */
    public static void tied(Context context, Object value, Object other, String where) {
        if (value != null && !context.ties.has(value, other)) {
            Object tied = context.ties.of(value);
            throw Violations.of("CR012", Violations.callee(where) + " needs a value that belongs to "
                    + Violations.name(other) + ", value=" + Violations.name(value) + ", it belongs to "
                    + (tied == null ? "nothing" : Violations.name(tied)), where, null);
        }
    }

    /** Before a store to a field that owns its value. The value before belongs to the method if it was not given up. */
    public static void stored(Context context, Object old, Object value, String where) {
        ValueFacts before = old == value ? null : ValueFacts.of(old);
        if (before != null && before.owned() == ValueFacts.FIELD) {
            context.own(before);
        }
        ValueFacts facts = ValueFacts.of(value);
        if (facts == null) {
            return;
        }
        OwnedEntry entry = facts.owned();
        if (entry == ValueFacts.GONE && facts.borrower == null) {
            throw Violations.of("CR004", "a value is stored after it was given up, value=" + Violations.name(value),
                    where, facts.trace);
        }
        if (facts.borrower == context && facts.lent && (entry == null || entry.context != context)) {
            throw Violations.of("CR006", "a borrowed value is stored in a field that owns it, value="
                    + Violations.name(value), where, facts.trace);
        }
        facts.owned(ValueFacts.FIELD);
        facts.borrower = null;
        if (entry != null && entry.context == context) {
            context.remove(entry);
        }
    }

    /** After the load of a field that owns its value: the code that has the field does not borrow. */
    public static void loaded(Object value) {
        ValueFacts facts = ValueFacts.of(value);
        if (facts != null && facts.owned() == ValueFacts.FIELD) {
            facts.borrower = null;
        }
    }

    /** Before a store to a field that owns its value, in a body that is not checked. */
    public static void kept(Object value) {
        ValueFacts facts = ValueFacts.of(value);
        if (facts != null) {
            facts.owned(ValueFacts.FIELD);
        }
    }

    /** Where a method ends or suspends: a field that owns its value must not refer to one that was given up. */
    public static void clean(Context context, Object value, String where) {
        ValueFacts facts = ValueFacts.of(value);
        if (facts != null && facts.owned() == ValueFacts.GONE) {
            throw Violations.of("CR023", "a field still refers to a value that was given up, value="
                    + Violations.name(value), where, facts.trace);
        }
    }

    /** Before a store to an array, or to a field that says nothing about owners. */
    public static void escapes(Context context, Object value, String where) {
        ValueFacts facts = ValueFacts.of(value);
        if (facts == null) {
            return;
        }
        if (wouldEscape(context, facts)) {
            throw Violations.of("CR008", "a value escapes to a place that owns nothing, value="
                    + Violations.name(value), where, facts.trace);
        }
    }

    private static boolean wouldEscape(Context context, ValueFacts facts) {
        boolean owned = facts.isOwnedBy(context) && facts.kind.mustBeOwned(facts.state);
        return owned || facts.borrower == context && facts.lent && facts.kind.ownedIn.isEmpty();
    }

    /** After the load of an array that owns its elements. */
    public static void owning(Object array) {
        if (array != null) {
            ValueFacts facts = ValueFacts.ofAny(array);
            if (!facts.ownsElements) {
                facts.ownsElements = true;
            }
        }
    }

    /** Before a store to an array, which owns its elements if a field says so. Ignores what was there before. */
    public static void element(Context context, Object array, Object value, String where) {
        ValueFacts facts = ValueFacts.of(value);
        if (facts == null || !wouldEscape(context, facts)) {
            return;
        }
        if (!ValueFacts.ofAny(array).ownsElements) {
            escapes(context, value, where);
        }
        stored(context, null, value, where);
    }

    /** Whether a result is the constant of an enum. */
    public static boolean isConstant(Object result, String name) {
        return result instanceof Enum<?> constant && constant.name().equals(name);
    }
}
