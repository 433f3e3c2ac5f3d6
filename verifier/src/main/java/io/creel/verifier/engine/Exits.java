package io.creel.verifier.engine;

import io.creel.verifier.contract.MethodContract;
import io.creel.verifier.contract.ValueContract;
import io.creel.verifier.contract.ValueContract.GivesUp;
import io.creel.verifier.contract.OnResult;
import io.creel.verifier.engine.Fact.Own;
import io.creel.verifier.report.Code;
import java.util.Map;
import java.util.Set;

/** What must hold where a method returns, and where an exception leaves it. */
final class Exits {
    /** Whether a rule for a result applies to what is returned. */
    private enum Match {
        YES, NO, UNKNOWN
    }

    private final Facts facts;
    private final FaultTrace trace;
    private final Locking locking;
    private final OwnContract own;
    private final Val thisValue;
    private final Val[] arguments;
    /** What is returned at present; {@code null} for void, or if an exception leaves. */
    private Val result;

    Exits(Facts facts, Locking locking, OwnContract own, Val thisValue, Val[] arguments) {
        this.facts = facts;
        trace = facts.trace;
        this.locking = locking;
        this.own = own;
        this.thisValue = thisValue;
        this.arguments = arguments;
    }

    /** Checks a return; the value is {@code null} for void. */
    void returns(State state, Val value) {
        result = value;
        Id returned = returned(state, value);
        if (value != null && value.kind() == Val.Kind.NULL && own.contract().acquires != null
                && own.contract().acquires.kind() == OnResult.Kind.ALWAYS) {
            trace.fault(Code.CR011).says(own.contract().label() + " promises a value that its caller owns, and returns"
                    + " null").requiredBy(own.contract().text("Acquires"), own.contract())
                    .help("mark it @Acquires(when = Result.NON_NULL)").add();
        }
        for (Map.Entry<Id, Fact> each : state.facts.entrySet()) {
            int index = argument(each.getKey());
            boolean isReturned = each.getKey().equals(returned);
            if (index >= 0) {
                checkArgument(each.getKey(), each.getValue(), own.argument(index), value, isReturned);
            } else if (each.getValue().own() == Own.OWNED && !isReturned
                    && facts.mustBeOwned(each.getKey(), each.getValue())) {
                lost(each.getKey(), each.getValue());
            }
        }
        checkLocks(state, value, false);
        checkFields(state);
    }

    /** Returns what the caller owns by this return, and checks that it may. */
    private Id returned(State state, Val value) {
        if (value == null || !value.isRef()) {
            return null;
        }
        Fact fact = state.facts.get(value.id());
        if (fact == null) {
            return null;
        }
        MethodContract contract = own.contract();
        if (fact.own() == Own.GONE || fact.ended() != null && contract.acquires == null) {
            trace.fault(fact.own() == Own.GONE ? Code.CR004 : Code.CR007).about(value.id())
                    .says(trace.name(value.id()) + " is returned after "
                            + (fact.own() == Own.GONE ? "it was given up" : "its loan has ended"))
                    .after(fact.events()).help("return it before, or return null").add();
            return value.id();
        }
        if (contract.acquires != null) {
            if (fact.own() == Own.BORROWED || fact.own() == Own.FIELD) {
                trace.fault(Code.CR006).about(value.id())
                        .says(trace.name(value.id()) + " is returned to be owned, but "
                                + (fact.own() == Own.FIELD ? "its field keeps it" : "it is only borrowed"))
                        .after(fact.events()).requiredBy(contract.text("Acquires"), contract)
                        .help("take it out of its owner first, or mark the method @Borrowed").add();
            }
            return value.id();
        }
        if (fact.own() == Own.OWNED && !isReturnedArgument(value.id())
                && facts.mustBeOwned(value.id(), fact)) {
            trace.fault(Code.CR001).about(value.id())
                    .says(trace.name(value.id()) + " is returned, and the method is not marked @Acquires")
                    .after(fact.events()).help("mark the method @Acquires, so that its callers own the result").add();
            return value.id();
        }
        if (!fact.captures().isEmpty()) {
            new Fields(facts, null, false).escape(state, value, fact, "is returned", "do not return it");
        }
        return isReturnedArgument(value.id()) ? value.id() : null;
    }

    private boolean isReturnedArgument(Id id) {
        String name = own.contract().returns;
        int index = name == null ? -1 : own.contract().names.indexOf(name) + own.captured();
        return index >= 0 && index < arguments.length && arguments[index].isRef()
                && arguments[index].id().equals(id);
    }

    private int argument(Id id) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].isRef() && arguments[i].id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    private static Match matches(OnResult when, Val value) {
        if (when.kind() == OnResult.Kind.ALWAYS) {
            return Match.YES;
        }
        if (when.kind() == OnResult.Kind.NEVER) {
            return Match.NO;
        }
        if (value == null) {
            return Match.UNKNOWN;
        }
        return switch (when.kind()) {
            case TRUE, FALSE -> value.kind() != Val.Kind.INT
                    ? Match.UNKNOWN
                    : match(((Integer) value.data() != 0) == (when.kind() == OnResult.Kind.TRUE));
            case NULL -> value.kind() == Val.Kind.NULL ? Match.YES : nonNull(value);
            case NON_NULL -> value.kind() == Val.Kind.NULL ? Match.NO : Match.YES;
            default -> switch (value.kind()) {
                case ENUM -> match(value.data().equals(when.constant()));
                case ENUM_NOT -> ((Set<?>) value.data()).contains(when.constant()) ? Match.NO : Match.UNKNOWN;
                default -> Match.UNKNOWN;
            };
        };
    }

    private static Match nonNull(Val value) {
        return value.isRef() ? Match.NO : Match.UNKNOWN;
    }

    private static Match match(boolean matches) {
        return matches ? Match.YES : Match.NO;
    }

    private void checkArgument(Id id, Fact fact, ValueContract promise, Val value, boolean isReturned) {
        if (!promise.givesUp.isEmpty() && facts.isTracked(id.type())) {
            Match given = Match.NO;
            GivesUp how = promise.givesUp.get(0);
            for (GivesUp each : promise.givesUp) {
                Match match = matches(each.when(), value);
                if (match != Match.NO) {
                    given = match;
                    how = each;
                }
            }
            boolean isOwned = fact.own() == Own.OWNED && !isReturned && facts.mustBeOwned(id, fact);
            if (given == Match.YES && isOwned && !promise.borrowed) {
                if (how.when().kind() == OnResult.Kind.ALWAYS) {
                    lost(id, fact);
                } else {
                    broken(id, fact, promise, "says by its result " + how.when() + " that it has taken "
                            + trace.name(id) + " over, and has not");
                }
            } else if (given == Match.NO && (fact.own() == Own.GONE || fact.own() == Own.FIELD)) {
                broken(id, fact, promise, "says by its result that it has not taken " + trace.name(id)
                        + " over, and has");
            } else if (given == Match.UNKNOWN && fact.own() != Own.NONE) {
                broken(id, fact, promise, "returns a result from which the verifier cannot tell whether it has taken "
                        + trace.name(id) + " over");
            }
        }
        if (fact.own() != Own.GONE) {
            for (ValueContract.Transition each : promise.to) {
                if (matches(each.when(), value) != Match.NO && fact.states() != null
                        && !fact.states().equals(Set.of(each.state()))) {
                    broken(id, fact, promise, "promises " + trace.name(id) + " in state " + each.state()
                            + ", and leaves it " + fact.stateText());
                }
            }
        }
    }

    private void broken(Id id, Fact fact, ValueContract promise, String how) {
        trace.fault(Code.CR011).about(id).says(own.contract().label() + " " + how).after(fact.events())
                .requiredBy(promise.text(), own.contract())
                .help("return what the annotation promises, or change the annotation").add();
    }

    private void lost(Id id, Fact fact) {
        trace.fault(Code.CR001).about(id).says(trace.name(id) + " is lost: still owned where the method returns")
                .after(fact.events()).needs("the value to be given up", trace.name(id) + ", owned")
                .help("release it, pass it on, or return it from a method marked @Acquires").add();
    }

    private void checkLocks(State state, Val value, boolean throwing) {
        MethodContract contract = own.contract();
        for (Map.Entry<Id, HeldLock> each : state.locks.entrySet()) {
            boolean promised = each.getValue().atEntry() && !isUnlocked(state, each.getKey());
            for (MethodContract.Taken taken : throwing ? java.util.List.<MethodContract.Taken>of() : contract.locks) {
                promised |= each.getKey().equals(resolve(state, taken.path()))
                        && matches(taken.when(), value) != Match.NO;
            }
            if (!promised) {
                trace.fault(Code.CR014).about(each.getKey())
                        .says("the lock " + trace.name(each.getKey()) + " is still held where "
                                + (throwing ? "an exception leaves the method" : "the method returns"))
                        .after(each.getValue().events()).needs("the lock to be released", "held")
                        .help("unlock in a finally block").add();
            }
        }
        for (String path : contract.requiresLocks) {
            Id lock = resolve(state, path);
            if (lock != null && !state.locks.containsKey(lock) && !isUnlocked(state, lock)) {
                trace.fault(Code.CR014).about(lock)
                        .says("the lock " + path + " of the caller was released")
                        .needs("the lock to be held, as at the beginning", locking.held(state))
                        .requiredBy(contract.text("RequiresLock"), contract)
                        .help("take it again, or mark the method @Unlocks").add();
            }
        }
        for (MethodContract.Taken taken : throwing ? java.util.List.<MethodContract.Taken>of() : contract.locks) {
            Id lock = resolve(state, taken.path());
            if (lock != null && matches(taken.when(), value) == Match.YES && !state.locks.containsKey(lock)) {
                trace.fault(Code.CR011).about(lock)
                        .says(contract.label() + " promises to hold " + taken.path() + ", and does not")
                        .requiredBy(contract.text("Locks"), contract).help("take the lock before the return").add();
            }
        }
    }

    private Id resolve(State state, String path) {
        Val[] shifted = java.util.Arrays.copyOfRange(arguments, Math.min(own.captured(), arguments.length),
                arguments.length);
        return locking.resolve(state, path, own.contract(), thisValue, shifted, result);
    }

    private boolean isUnlocked(State state, Id lock) {
        return own.contract().unlocks.stream().anyMatch(path -> lock.equals(resolve(state, path)));
    }

    private void checkFields(State state) {
        if (!state.dirty.isEmpty()) {
            trace.fault(Code.CR023).says("a field still refers to a value that was given up")
                    .after(state.dirty.values().toArray(Event[]::new))
                    .help("store null or the next value before the method ends").add();
        }
    }

    /** Checks what holds where an exception leaves the method. */
    void leaves(State state, String from) {
        result = null;
        for (Map.Entry<Id, Fact> each : state.facts.entrySet()) {
            Fact fact = each.getValue();
            int index = argument(each.getKey());
            if (index < 0 && fact.own() == Own.OWNED && facts.mustBeOwned(each.getKey(), fact)) {
                trace.fault(Code.CR002).about(each.getKey())
                        .says(trace.name(each.getKey()) + " is lost if " + from)
                        .after(fact.events()).needs("the value to be given up", trace.name(each.getKey()) + ", owned")
                        .help("give it up in a finally block, or before").add();
            } else if (index >= 0) {
                ValueContract promise = own.argument(index);
                boolean taken = promise.givesUp.stream().anyMatch(GivesUp::onException);
                boolean mayKeep = promise.givesUp.isEmpty() || taken || !facts.isTracked(each.getKey().type());
                if (!mayKeep && fact.own() == Own.GONE && !promise.givenBack) {
                    broken(each.getKey(), fact, promise, "has given " + trace.name(each.getKey()) + " up if " + from
                            + ", and its caller then still owns it");
                } else if (!mayKeep && !promise.borrowed && (fact.own() == Own.FIELD || fact.own() == Own.BORROWED)) {
                    // a value that this method owned is lent after a suspension if a field has it; the caller of the
                    // method cannot see that, and gives it back
                    broken(each.getKey(), fact, promise, "keeps " + trace.name(each.getKey()) + " in a field if " + from
                            + ", and its caller then still owns it");
                } else if (taken && fact.own() == Own.OWNED) {
                    trace.fault(Code.CR002).about(each.getKey())
                            .says(trace.name(each.getKey()) + " is lost if " + from)
                            .after(fact.events()).help("give it up in a finally block, or before").add();
                }
            }
        }
        checkLocks(state, null, true);
    }
}
