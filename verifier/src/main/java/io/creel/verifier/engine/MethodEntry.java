package io.creel.verifier.engine;

import io.creel.verifier.contract.MethodContract;
import io.creel.verifier.contract.ValueContract;
import io.creel.verifier.engine.Fact.Own;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Frame;

/** What holds at the beginning of a method, by its contract: owners, states and ties of its arguments, and locks. */
final class MethodEntry {
    private final ClassNode type;
    private final MethodNode method;
    private final OwnContract own;
    private final Facts facts;
    private final FaultTrace trace;
    private final Locking locking;
    private final LocalNames names;
    /** The arguments, and the receiver: {@code null} if the method is static. Known after {@link #state}. */
    Val[] arguments;
    Val thisValue;

    MethodEntry(ClassNode type, MethodNode method, OwnContract own, Facts facts, Locking locking, LocalNames names) {
        this.type = type;
        this.method = method;
        this.own = own;
        this.facts = facts;
        trace = facts.trace;
        this.locking = locking;
        this.names = names;
    }

    /** Makes the state before the first instruction. */
    State state() {
        State state = new State(new Frame<>(method.maxLocals, method.maxStack));
        for (int i = 0; i < method.maxLocals; i++) {
            state.frame.setLocal(i, Val.NONE);
        }
        int local = 0;
        if ((method.access & Opcodes.ACC_STATIC) == 0) {
            thisValue = Val.ref(Id.of("this", type.name));
            state.frame.setLocal(local++, thisValue);
        }
        Type[] types = Type.getArgumentTypes(method.desc);
        arguments = new Val[types.length];
        for (int i = 0; i < types.length; i++) {
            boolean isObject = types[i].getSort() >= Type.ARRAY;
            arguments[i] = isObject
                    ? Val.ref(Id.of("arg" + i, Aliases.typeOf(types[i].getDescriptor())))
                    : own.argument(i).epoch ? Val.epoch(null) : Val.plain(types[i].getSize());
            state.frame.setLocal(local, arguments[i]);
            local += types[i].getSize();
        }
        Id lender = null;
        for (int i = 0; i < types.length; i++) {
            if (facts.isTracked(arguments[i].isRef() ? arguments[i].id().type() : null)) {
                lender = argument(state, i, lender);
            }
        }
        for (int i = 0; i < types.length; i++) {
            tie(state, i);
        }
        if (own.isCaptured(0)) {
            lendCaptured(state);
        }
        enterLocks(state);
        return state;
    }

    private Id argument(State state, int index, Id lender) {
        Id id = arguments[index].id();
        ValueContract contract = own.argument(index);
        Own owner = !contract.givesUp.isEmpty() ? Own.OWNED : contract.unowned ? Own.UNOWNED : Own.BORROWED;
        Set<String> known = contract.from.isEmpty() || facts.allStates(id.type()) == null
                ? facts.allStates(id.type())
                : new LinkedHashSet<>(contract.from);
        Fact fact = Facts.of(owner, known, null, null);
        String how = owner == Own.OWNED ? "owned" : owner == Own.UNOWNED ? "a copy that may dangle" : "borrowed";
        String name = variable(index);
        state.facts.put(id, fact.after(trace.event((name == null ? "" : name + " is ") + trace.name(id) + " "
                + (fact.states() == null ? "" : fact.stateText() + " ") + how, null)));
        return lender == null && owner == Own.OWNED ? id : lender;
    }

    private String variable(int argument) {
        int local = (method.access & Opcodes.ACC_STATIC) == 0 ? 1 : 0;
        Type[] types = Type.getArgumentTypes(method.desc);
        for (int i = 0; i < argument; i++) {
            local += types[i].getSize();
        }
        return names.at(local, 0);
    }

    private void tie(State state, int index) {
        String to = own.argument(index).tiedTo;
        if (to != null && arguments[index].isRef()) {
            int named = own.contract().names.indexOf(to) + own.captured();
            if (named >= own.captured() && arguments[named].isRef()) {
                Id id = arguments[index].id();
                Fact known = state.facts.get(id);
                Fact fact = known == null ? Facts.of(Own.NONE, null, null, null) : known;
                state.facts.put(id, fact.tiedTo(arguments[named].id(), trace.event(
                        trace.name(id) + " is tied to " + trace.name(arguments[named].id()), fact.events())));
            }
        }
    }

    /** What a lambda has captured is lent by the coroutine that its callback receives, if there is one. */
    private void lendCaptured(State state) {
        Id lender = null;
        for (int i = own.captured(); i < arguments.length; i++) {
            if (arguments[i].isRef() && state.facts.containsKey(arguments[i].id())
                    && state.facts.get(arguments[i].id()).own() == Own.OWNED) {
                lender = arguments[i].id();
            }
        }
        for (int i = 0; i < own.captured() && i < arguments.length; i++) {
            Fact fact = arguments[i].isRef() ? state.facts.get(arguments[i].id()) : null;
            if (fact != null) {
                state.facts.put(arguments[i].id(), new Fact(Own.BORROWED, fact.states(), lender, fact.tied(),
                        fact.captures(), null, fact.isNonNull(),
                        trace.event(trace.name(arguments[i].id()) + " is captured, so it is borrowed", null)));
            }
        }
    }

    private void enterLocks(State state) {
        MethodContract contract = own.contract();
        Val[] declared = Arrays.copyOfRange(arguments, Math.min(own.captured(), arguments.length),
                arguments.length);
        List<String> held = new ArrayList<>(contract.requiresLocks);
        held.addAll(contract.unlocks);
        for (String path : held) {
            Id lock = locking.resolve(state, path, contract, thisValue, declared);
            if (lock != null) {
                boolean marked = lock.base() != null
                        && facts.world.fieldHas(lock.fieldOwner(), lock.field(), "NoSuspend");
                state.locks.put(lock, new HeldLock(marked ? HeldLock.Kind.NO_SUSPEND : HeldLock.Kind.COROUTINE, 1, true,
                        trace.event("lock " + trace.name(lock) + " held by the caller", null)));
            }
        }
        if ((method.access & Opcodes.ACC_SYNCHRONIZED) != 0) {
            Id object = thisValue == null ? Id.of("static " + type.name + ".class", null) : thisValue.id();
            state.locks.put(Locking.monitor(object), new HeldLock(HeldLock.Kind.MONITOR, 1, true,
                    trace.event("the method is synchronized", null)));
        }
    }
}
