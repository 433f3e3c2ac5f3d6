package io.creel.verifier.engine;

import io.creel.verifier.contract.MethodContract;
import io.creel.verifier.report.Code;
import java.util.Map;
import org.objectweb.asm.Type;

/** What calls and monitors do to the locks that are held. */
final class Locking {
    private final Facts facts;
    private final FaultTrace trace;
    private final Aliases aliases;

    Locking(Facts facts, Aliases aliases) {
        this.facts = facts;
        this.trace = facts.trace;
        this.aliases = aliases;
    }

    /** As with a result, for a path that does not begin with it. */
    Id resolve(State state, String path, MethodContract contract, Val receiver, Val[] arguments) {
        return resolve(state, path, contract, receiver, arguments, null);
    }

    /** Returns the identity that a path of a contract names; {@code null} if the value has none. */
    Id resolve(State state, String path, MethodContract contract, Val receiver, Val[] arguments, Val result) {
        String[] parts = path.split("\\.");
        int index = contract.names.indexOf(parts[0]);
        boolean isOfResult = index < 0 && parts[0].equals(MethodContract.RESULT);
        Val root = isOfResult ? result : parts[0].equals("this") || index < 0 ? receiver : arguments[index];
        int next = isOfResult || parts[0].equals("this") || index >= 0 ? 1 : 0;
        if (root == null || !root.isRef()) {
            return null;
        }
        Id id = root.id();
        String type = index >= 0
                ? Type.getArgumentTypes(contract.descriptor)[index].getInternalName()
                : isOfResult ? Type.getReturnType(contract.descriptor).getInternalName() : contract.owner;
        for (int i = next; i < parts.length; i++) {
            id = aliases.field(state, id, parts[i], type);
            type = id.type() == null ? type : id.type();
        }
        return id;
    }

    private HeldLock.Kind kind(Id lock, MethodContract contract) {
        if (contract.threadOwned || facts.world.contract(contract.owner).threadOwned) {
            return HeldLock.Kind.THREAD;
        }
        boolean marked = lock.base() != null && facts.world.fieldHas(lock.fieldOwner(), lock.field(), "NoSuspend")
                || lock.type() != null && facts.world.contract(lock.type()).noSuspend
                || lock.key().startsWith("static ") && isMarkedStatic(lock.key().substring("static ".length()));
        return marked ? HeldLock.Kind.NO_SUSPEND : HeldLock.Kind.COROUTINE;
    }

    private boolean isMarkedStatic(String field) {
        int dot = field.lastIndexOf('.');
        return facts.world.fieldHas(field.substring(0, dot), field.substring(dot + 1), "NoSuspend");
    }

    void take(State state, Id lock, MethodContract contract) {
        HeldLock.Kind kind = kind(lock, contract);
        HeldLock held = state.locks.get(lock);
        if (held != null && kind != HeldLock.Kind.THREAD) {
            trace.fault(Code.CR015).about(lock).says("the lock " + trace.name(lock) + " is taken twice")
                    .after(held.events()).needs("the lock not to be held", "taken before, and it is not re-entrant")
                    .requiredBy(contract.text("Locks"), contract).help("unlock it first, or lock once").add();
            return;
        }
        put(state, lock, kind);
    }

    private void put(State state, Id lock, HeldLock.Kind kind) {
        HeldLock held = state.locks.get(lock);
        Event event = trace.event("lock " + trace.name(lock) + " taken", held == null ? null : held.events());
        state.locks.put(lock, held == null ? new HeldLock(kind, 1, false, event) : held.again(held.count() + 1));
    }

    void release(State state, Id lock, MethodContract contract) {
        HeldLock held = state.locks.get(lock);
        if (held == null) {
            FaultTrace.Report report = trace.fault(Code.CR015).about(lock)
                    .says("the lock " + trace.name(lock) + " is released without being held")
                    .needs("lock " + trace.name(lock), held(state))
                    .requiredBy(contract.text("Unlocks"), contract).help(lock.base() == null
                            && !lock.isArgument() && lock.key().startsWith("field@")
                                    ? "make the field final, so that both loads are known to give the same lock"
                                    : "take this lock first, or release the one that is held");
            state.locks.forEach((id, each) -> report.after(each.events()).alsoAbout(id));
            report.add();
        } else if (held.count() > 1) {
            state.locks.put(lock, held.again(held.count() - 1));
        } else {
            state.locks.remove(lock);
        }
    }

    /** The locks that are held, for messages. */
    String held(State state) {
        return state.locks.isEmpty()
                ? "no lock is held"
                : String.join(", ", state.locks.keySet().stream().map(trace::name).toList());
    }

    void enterMonitor(State state, Val object) {
        if (object.isRef()) {
            put(state, monitor(object.id()), HeldLock.Kind.MONITOR);
        }
    }

    void exitMonitor(State state, Val object) {
        if (object.isRef()) {
            Id monitor = monitor(object.id());
            HeldLock held = state.locks.get(monitor);
            if (held != null && held.count() > 1) {
                state.locks.put(monitor, held.again(held.count() - 1));
            } else {
                state.locks.remove(monitor);
            }
        }
    }

    static Id monitor(Id of) {
        return of.field("monitor", "java/lang/Object", null);
    }

    /** Checks the locks that are held at a call that may suspend. */
    void suspend(State state, MethodContract contract, Id releasing) {
        for (Map.Entry<Id, HeldLock> each : state.locks.entrySet()) {
            HeldLock held = each.getValue();
            if (each.getKey().equals(releasing)) {
                continue;
            }
            if (held.kind() != HeldLock.Kind.COROUTINE) {
                trace.fault(Code.CR016).about(each.getKey())
                        .says(contract.label() + " suspends while " + held.kind().text + " is held")
                        .after(held.events())
                        .needs("no monitor, no lock of the thread and no @NoSuspend lock", trace.name(each.getKey()))
                        .requiredBy(contract.text("Suspends"), contract).help("release it before the suspension").add();
            } else if (releasing != null) {
                trace.fault(Code.CR016).about(each.getKey())
                        .says(contract.label() + " waits while a second lock is held")
                        .after(held.events())
                        .needs("no lock but " + trace.name(releasing), trace.name(each.getKey()))
                        .requiredBy(contract.text("Suspends"), contract)
                        .help("release " + trace.name(each.getKey()) + " before, the signaller may need it").add();
            }
        }
    }
}
