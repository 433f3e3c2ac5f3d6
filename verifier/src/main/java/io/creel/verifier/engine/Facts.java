package io.creel.verifier.engine;

import io.creel.verifier.contract.ClassContract;
import io.creel.verifier.contract.World;
import io.creel.verifier.engine.Fact.Own;
import io.creel.verifier.report.Code;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Makes values and the facts about them, and ends loans. */
final class Facts {
    final World world;
    final FaultTrace trace;

    Facts(World world, FaultTrace trace) {
        this.world = world;
        this.trace = trace;
    }

    boolean isTracked(String type) {
        return type != null && world.contract(type).isTracked();
    }

    /** All states of a class; {@code null} if it has none. */
    Set<String> allStates(String type) {
        ClassContract contract = type == null ? null : world.contract(type);
        return contract == null || contract.states.isEmpty() ? null : new LinkedHashSet<>(contract.states);
    }

    Set<String> firstState(String type) {
        ClassContract contract = type == null ? null : world.contract(type);
        return contract == null || contract.states.isEmpty() ? null : Set.of(contract.states.get(0));
    }

    static Fact of(Own own, Set<String> states, Id lender, Event event) {
        return new Fact(own, states, lender, null, Set.of(), null, false, event);
    }

    /** Makes an identity for a value that the present instruction makes; one of an earlier round gets another name. */
    Id fresh(State state, String key, String type) {
        Id id = Id.of(key, type);
        Fact former = state.facts.get(id);
        boolean known = former != null || state.isReachable(id)
                || state.locks.keySet().stream().anyMatch(each -> each.isWithin(id));
        if (!known) {
            return id;
        }
        Id old = Id.of(key + "'", type);
        Fact older = state.facts.get(old);
        if (former != null && former.own() == Own.OWNED && mustBeOwned(id, former) && !state.isReachable(id)) {
            lostInLoop(id, former);
            state.facts.remove(id);
        } else if (older != null && older.own() == Own.OWNED && mustBeOwned(old, older)) {
            lostInLoop(old, older);
        }
        for (Map.Entry<Id, HeldLock> held : state.locks.entrySet()) {
            if (held.getKey().isWithin(old)) {
                trace.fault(Code.CR014).about(held.getKey()).says("the lock of an earlier round is still held")
                        .after(held.getValue().events()).help("unlock in each round").add();
            }
        }
        state.locks.keySet().removeIf(each -> each.isWithin(old));
        state.facts.keySet().removeIf(each -> each.isWithin(old));
        state.mapSlots(value -> value.id() != null && value.id().isWithin(old) ? Val.plain(value.size()) : value);
        state.rename(id, old);
        return id;
    }

    private void lostInLoop(Id id, Fact fact) {
        trace.fault(Code.CR009).about(id)
                .says(trace.name(id) + " is acquired again while the former one is still owned")
                .after(fact.events()).help("release it or pass it on in each round of the loop").add();
    }

    /** Whether an owned value must be given up: always, or only in some states. */
    boolean mustBeOwned(Id id, Fact fact) {
        ClassContract contract = id.type() == null ? null : world.contract(id.type());
        if (contract == null || !contract.owned) {
            return false;
        }
        return contract.ownedIn.isEmpty() || fact.states() == null
                || fact.states().stream().anyMatch(contract.ownedIn::contains);
    }

    /** Returns the fact about a value of a tracked class, and makes one for a value that comes from somewhere else. */
    Fact ensure(State state, Val value, String type) {
        if (!value.isRef()) {
            return null;
        }
        Fact known = state.facts.get(value.id());
        if (known != null || !isTracked(type) || value.id().key().equals("this")) {
            return known;
        }
        boolean isFixed = value.id().base() != null || value.id().key().startsWith("static ");
        Event event = trace.event(trace.name(value.id()) + " belongs to another owner", null);
        Fact made = of(Own.BORROWED, allStates(type), isFixed ? null : Id.of("elsewhere", null), event);
        state.facts.put(value.id(), made);
        return made;
    }

    /** Ends every loan from a value. */
    void endLoans(State state, Id lender, String how) {
        state.facts.replaceAll((id, fact) -> {
            boolean ends = fact.own() == Own.BORROWED && fact.ended() == null && fact.lender() != null
                    && fact.lender().equals(lender);
            return ends
                    ? fact.with(Own.BORROWED, how,
                            trace.event("the loan of " + trace.name(id) + " ends: " + how, fact.events()))
                    : fact;
        });
    }

    /** Forgets what the owned fields of an object hold: a method of it may change them. */
    void forgetFields(State state, Val object) {
        if (object != null && object.isRef() && !World.isOfJdk(object.id().type() == null ? "" : object.id().type())) {
            state.empty.removeIf(place -> object.id().equals(place.base()));
            state.facts.entrySet().removeIf(each -> each.getValue().own() == Own.FIELD
                    && each.getValue().lender() != null && object.id().equals(each.getValue().lender().base()));
        }
    }

    /** Ends every loan but those of the caller. */
    void endLoansBySuspension(State state) {
        state.empty.clear();
        String how = "the coroutine suspends";
        state.facts.replaceAll((id, fact) -> {
            boolean ends = fact.ended() == null
                    && (fact.own() == Own.BORROWED && fact.lender() != null || fact.own() == Own.FIELD);
            return ends
                    ? fact.with(Own.BORROWED, how,
                            trace.event("the loan of " + trace.name(id) + " ends: " + how, fact.events()))
                    : fact;
        });
    }
}
