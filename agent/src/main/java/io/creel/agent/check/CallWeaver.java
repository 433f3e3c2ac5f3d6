package io.creel.agent.check;

import io.creel.verifier.contract.MethodContract;
import io.creel.verifier.contract.OnResult;
import io.creel.verifier.contract.ValueContract;
import io.creel.verifier.contract.ValueContract.GivesUp;
import io.creel.verifier.contract.World;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** Weaves one call after the other: checks before it, and what its contract says about its result after it. */
final class CallWeaver {
    static final String STAMPED = "java/util/concurrent/locks/StampedLock";
    private static final ValueContract NOTHING = new ValueContract();

    private final MethodWeaver in;
    private final World world;
    /** How many objects are allocated whose constructor has not been called yet. */
    private int allocated;
    private AbstractInsnNode reached;

    // The present call.
    private MethodInsnNode call;
    private MethodContract contract;
    private Type[] types;
    private int[] locals;
    private int[] tokens;
    private int receiver;
    private Type result;
    private int resultLocal;
    /** Whether the code that is woven runs after the call. */
    private boolean returned;

    CallWeaver(MethodWeaver in) {
        this.in = in;
        world = in.world;
        reached = in.method.instructions.getFirst();
    }

    /** Whether a type of the JDK stands for code of the user, whose contract is that of its implementation. */
    static boolean isFunction(String type) {
        return type.startsWith("java/util/function/") || type.equals("java/util/Comparator")
                || type.equals("java/lang/Comparable") || type.equals("java/util/Objects");
    }

    /** Whether neither the contract of a call nor anything else tells to which value its result belongs. */
    boolean saysNothing(MethodInsnNode call) {
        MethodContract of = world.contract(call.owner, call.name, call.desc);
        return of.acquires == null && of.borrowedFrom == null && of.returns == null;
    }

    void weave(MethodInsnNode insn) {
        boolean isNew = isNew(insn);
        call = insn;
        contract = world.contract(insn.owner, insn.name, insn.desc);
        types = Type.getArgumentTypes(insn.desc);
        result = Type.getReturnType(insn.desc);
        boolean isConstructor = insn.name.equals("<init>");
        boolean decides = !contract.isEmpty() && !isFunction(contract.owner);
        boolean usesTracked = !isConstructor && insn.getOpcode() != Opcodes.INVOKESTATIC
                && in.isTracked(Type.getObjectType(insn.owner));
        for (Type type : types) {
            usesTracked |= in.isTracked(type);
        }
        if (insn.owner.equals(STAMPED)) {
            stamps();
            if (in.uses != null) {
                in.uses.called(insn, contract);
            }
            return;
        }
        if (Keeping.is(insn) && in.on("CR008")) {
            keeping();
            if (in.uses != null) {
                in.uses.called(insn, contract);
            }
            return;
        }
        if (isConstructor && insn.owner.equals("java/lang/Object")
                || !decides && !usesTracked && !in.isTracked(result)
                        && !(isNew && in.isTracked(Type.getObjectType(insn.owner)))) {
            if (in.uses != null) {
                in.uses.called(insn, contract);
            }
            return;
        }
        WovenCode before = new WovenCode();
        WovenCode after = new WovenCode();
        spill(before, isConstructor);
        returned = false;
        before(before, decides, isConstructor);
        reload(before, isConstructor);
        returned = true;
        after(after, decides, isNew);
        if (in.uses != null) {
            in.uses.called(insn, contract);
        }
        in.method.instructions.insertBefore(insn, before.list);
        in.method.instructions.insert(insn, after.list);
    }

    /** Whether a constructor is called on a new object, not on {@code this}. Calls come in their order. */
    private boolean isNew(MethodInsnNode insn) {
        for (; reached != insn; reached = reached.getNext()) {
            if (reached.getOpcode() == Opcodes.NEW) {
                allocated++;
            } else if (reached instanceof MethodInsnNode former && former.name.equals("<init>") && allocated > 0) {
                allocated--;
            }
        }
        return insn.name.equals("<init>") && allocated > 0;
    }

    private void spill(WovenCode code, boolean isConstructor) {
        locals = new int[types.length];
        tokens = new int[types.length];
        for (int i = types.length - 1; i >= 0; i--) {
            locals[i] = in.temporaries;
            in.temporaries += types[i].getSize();
            code.store(types[i], locals[i]);
        }
        receiver = -1;
        if (call.getOpcode() != Opcodes.INVOKESTATIC && !isConstructor) {
            receiver = in.temporaries++;
            code.store(Type.getObjectType(call.owner), receiver);
        }
        resultLocal = in.temporaries;
        in.temporaries += Math.max(1, result.getSize());
    }

    private void reload(WovenCode code, boolean isConstructor) {
        if (receiver >= 0) {
            code.object(receiver);
        }
        for (int i = 0; i < types.length; i++) {
            code.load(types[i], locals[i]);
        }
    }

    private ValueContract parameter(int index) {
        return index < contract.parameters.size() ? contract.parameters.get(index) : NOTHING;
    }

    private static boolean isReference(Type type) {
        return type.getSort() == Type.OBJECT;
    }

    private String where(String rule) {
        String simple = call.owner.substring(call.owner.lastIndexOf('/') + 1).replace('$', '.');
        return in.where(contract.isEmpty() ? simple + "." + call.name : contract.label(), rule);
    }

    private void before(WovenCode code, boolean decides, boolean isConstructor) {
        if (decides && contract.place != null && in.on("CR018")) {
            code.object(in.context).text(where(contract.text("RunsOn")))
                    .lock("CARRIER".equals(contract.place) ? "onCarrier" : "inCoroutine", "CSV");
        }
        if (receiver >= 0 && !call.owner.equals("java/lang/Object") && !call.owner.startsWith("[")) {
            value(code, receiver, types.length, contract.receiver, in.isTracked(Type.getObjectType(call.owner)));
        }
        boolean isCopy = contract.parameters.stream().anyMatch(parameter -> parameter.epoch);
        for (int i = 0; i < types.length; i++) {
            if (isReference(types[i])) {
                value(code, locals[i], types.length - 1 - i, parameter(i), !isCopy && in.isTracked(types[i]));
            }
        }
        if (!decides) {
            return;
        }
        epochs(code);
        locks(code);
        if (contract.suspends) {
            suspension(code);
        }
        if (receiver >= 0) {
            giving(code, receiver, contract.receiver);
        }
        for (int i = 0; i < types.length; i++) {
            if (isReference(types[i])) {
                tokens[i] = giving(code, locals[i], parameter(i));
            }
        }
    }

    /** A number that must be an epoch of the handle beside it, or of the receiver. */
    private void epochs(WovenCode code) {
        int handle = receiver;
        for (int i = 0; i < types.length; i++) {
            handle = isReference(types[i]) && in.isTracked(types[i]) ? locals[i] : handle;
        }
        for (int i = 0; i < types.length; i++) {
            if (parameter(i).epoch && types[i] == Type.LONG_TYPE && handle >= 0 && in.on("CR020")) {
                code.object(handle).load(types[i], locals[i]).text(where("@Epoch")).check("epoch", "OJSV");
            }
        }
    }

    private void value(WovenCode code, int local, int fromTop, ValueContract rules, boolean isTracked) {
        boolean gives = gives(rules);
        if ((isTracked || !rules.from.isEmpty()) && !gives && !rules.unowned && in.on("CR004") && in.on("CR007")
                && (in.uses == null || !in.uses.isRepeated(call, fromTop))) {
            code.object(in.context).object(local).text(where("")).check("use", "COSV");
        }
        if (!rules.from.isEmpty() && in.on("CR010")) {
            code.object(local).text(String.join(",", rules.from)).text(where(rules.text("From")))
                    .check("state", "OSSV");
        }
        int other = rules.tiedTo == null ? -1 : contract.names.indexOf(rules.tiedTo);
        if (rules.tiedTo != null && in.on("CR012") && (other >= 0 || receiver >= 0)) {
            code.object(in.context).object(local).object(other >= 0 ? locals[other] : receiver)
                    .text(where(rules.text("TiedTo"))).check("tied", "COOSV");
        }
    }

    private static boolean gives(ValueContract rules) {
        return rules.givesUp.stream().anyMatch(each -> each.when().kind() != OnResult.Kind.NEVER);
    }

    private static boolean givesAnyway(ValueContract rules) {
        return rules.givesUp.stream()
                .anyMatch(each -> each.onException() && each.when().kind() == OnResult.Kind.ALWAYS);
    }

    /** Returns the local variable with the token; 0 if the value is not given up here. */
    private int giving(WovenCode code, int local, ValueContract rules) {
        if (!gives(rules) || rules.borrowed) {
            return 0;
        }
        int token = in.temporaries++;
        code.object(in.context).object(local).text(where(rules.text())).text(in.skips("CR005", "CR006"))
                .check("giving", "COSSO")
                .store(Type.getObjectType("x"), token);
        if (givesAnyway(rules)) {
            code.object(in.context).object(local).object(token).flag(true).check("gave", "COOZV");
            return 0;
        }
        if (local == receiver) {
            receiverToken = token;
        }
        return token;
    }

    private int receiverToken;

    private void locks(WovenCode code) {
        for (String path : contract.requiresLocks) {
            if (in.on("CR013") && path(new WovenCode().object(in.context), path) instanceof WovenCode known) {
                code.list.add(known.text(where(contract.text("RequiresLock"))).lock("requires", "COSV").list);
            }
        }
        for (MethodContract.Taken taken : contract.locks) {
            if (in.on("CR015") && !isOfThread()
                    && path(new WovenCode().object(in.context), taken.path()) instanceof WovenCode known) {
                code.list.add(known.text(where(contract.text("Locks"))).lock("locking", "COSV").list);
            }
        }
        for (String path : contract.unlocks) {
            if (in.on("CR015") && path(new WovenCode().object(in.context), path) instanceof WovenCode known) {
                code.list.add(known.text(where(contract.text("Unlocks"))).lock("unlocking", "COSV").list);
            }
        }
    }

    /** Whether a call concerns a lock of the thread. */
    boolean isOfThread(MethodInsnNode insn) {
        MethodContract of = world.contract(insn.owner, insn.name, insn.desc);
        return insn.owner.equals(STAMPED) || (!of.locks.isEmpty() || !of.unlocks.isEmpty())
                && (of.threadOwned || world.contract(of.owner).threadOwned);
    }

    private boolean isOfThread() {
        return contract.threadOwned || world.contract(contract.owner).threadOwned;
    }

    /** Adds the load of a lock that a path of the contract names; returns {@code null} if its root is unknown. */
    private WovenCode path(WovenCode code, String path) {
        String[] parts = path.split("\\.", 2);
        int named = contract.names.indexOf(parts[0]);
        if (named >= 0) {
            return isReference(types[named])
                    ? code.path(types[named], locals[named], parts.length == 1 ? "" : parts[1])
                    : null;
        }
        if (parts[0].equals(MethodWeaver.RESULT)) {
            return returned && isReference(result)
                    ? code.path(result, resultLocal, parts.length == 1 ? "" : parts[1])
                    : null;
        }
        boolean isThis = parts[0].equals("this");
        return receiver < 0
                ? null
                : code.path(Type.getObjectType(call.owner), receiver,
                        isThis ? parts.length == 1 ? "" : parts[1] : path);
    }

    private boolean isNoSuspend(String path) {
        int dot = path.lastIndexOf('.');
        String type = contract.owner;
        String[] parts = path.split("\\.");
        int named = contract.names.indexOf(parts[0]);
        boolean isOfResult = named < 0 && parts[0].equals(MethodWeaver.RESULT);
        if (named >= 0) {
            type = types[named].getInternalName();
        } else if (isOfResult) {
            type = result.getInternalName();
        }
        for (int i = named >= 0 || isOfResult || parts[0].equals("this") ? 1 : 0; i < parts.length; i++) {
            if (i == parts.length - 1 && world.fieldHas(type, parts[i], "NoSuspend")) {
                return true;
            }
            var field = world.field(type, parts[i]);
            if (field == null || !field.desc.startsWith("L")) {
                return false;
            }
            type = Type.getType(field.desc).getInternalName();
        }
        return dot < 0 && world.contract(type).noSuspend;
    }

    private void suspension(WovenCode code) {
        in.cleanFields(code);
        WovenCode releasing = contract.releasing.isEmpty()
                ? null
                : path(new WovenCode().object(in.context), contract.releasing);
        code.list.add((releasing == null ? new WovenCode().object(in.context).insn(Opcodes.ACONST_NULL) : releasing)
                .text(where(contract.text("Suspends"))).text(in.skips("CR016", "CR017", "CR019"))
                .lock("suspending", "COSSV").list);
    }

    private void after(WovenCode code, boolean decides, boolean isNew) {
        boolean keepsResult = result.getSort() != Type.VOID;
        if (keepsResult) {
            code.store(result, resultLocal);
        }
        if (decides) {
            if (receiver >= 0) {
                affect(code, receiver, contract.receiver, receiverToken);
            }
            for (int i = 0; i < types.length; i++) {
                if (isReference(types[i])) {
                    affect(code, locals[i], parameter(i), tokens[i]);
                }
            }
            for (String path : contract.unlocks) {
                if (path(new WovenCode().object(in.context), path) instanceof WovenCode known) {
                    code.list.add(known.flag(true).lock("unlocked", "COZV").list);
                }
            }
            for (MethodContract.Taken taken : contract.locks) {
                if (path(new WovenCode().object(in.context), taken.path()) instanceof WovenCode known) {
                    code.list.add(known.holds(List.of(taken.when()), result, resultLocal).flag(isOfThread())
                            .flag(in.countsOnly() || isNoSuspend(taken.path())).lock("locked", "COZZZV").list);
                }
            }
            if (contract.suspends) {
                code.object(in.context).lock("suspended", "CV");
            }
        }
        receiverToken = 0;
        if (isNew && in.isTracked(Type.getObjectType(call.owner))) {
            code.insn(Opcodes.DUP).object(in.context).insn(Opcodes.SWAP).flag(true).check("acquired", "COZV");
        }
        if (isReference(result)) {
            result(code);
        }
        if (keepsResult) {
            code.load(result, resultLocal);
        }
    }

    private void affect(WovenCode code, int local, ValueContract rules, int token) {
        if (token != 0) {
            code.object(in.context).object(local).object(token)
                    .holds(rules.givesUp.stream().map(GivesUp::when).toList(), result, resultLocal)
                    .check("gave", "COOZV");
        }
        for (ValueContract.Transition each : rules.to) {
            code.object(local).holds(List.of(each.when()), result, resultLocal).text(each.state())
                    .check("to", "OZSV");
        }
        if (rules.changes) {
            code.object(in.context).object(local).check("changed", "COV");
        }
    }

    private void result(WovenCode code) {
        if (contract.acquires != null) {
            code.object(in.context).object(resultLocal).holds(List.of(contract.acquires), result, resultLocal)
                    .check("acquired", "COZV");
        } else if (contract.borrowedFrom != null) {
            int named = contract.names.indexOf(contract.borrowedFrom);
            code.object(in.context).object(resultLocal);
            if (named >= 0) {
                code.object(locals[named]);
            } else if (receiver >= 0 && contract.borrowedFrom.equals("this")) {
                code.object(receiver);
            } else {
                code.insn(Opcodes.ACONST_NULL);
            }
            code.check("lend", "COOV");
        } else if (contract.returns == null && in.isTracked(result)) {
            code.object(in.context).object(resultLocal).check("seen", "COV");
        }
        if (contract.resultTiedTo != null) {
            int named = contract.names.indexOf(contract.resultTiedTo);
            if (named >= 0 || receiver >= 0) {
                code.object(in.context).object(resultLocal).object(named >= 0 ? locals[named] : receiver)
                        .check("tie", "COOV");
            }
        }
    }

    /** Calls of the JDK that copy arrays or fill collections, which own nothing. */
    private void keeping() {
        WovenCode before = new WovenCode();
        WovenCode after = new WovenCode();
        spill(before, false);
        if (Keeping.isArraycopy(call)) {
            before.object(locals[0]).object(locals[2]).text(where("")).array("copying", "OOSV");
        } else if (Keeping.isCopy(call)) {
            after.insn(Opcodes.DUP).object(locals[0]).array("copied", "OOV");
        } else {
            for (int i = 0; i < types.length; i++) {
                if (types[i].getSort() == Type.ARRAY) {
                    before.object(locals[i]).text(where("")).array("passed", "OSV");
                } else if (isReference(types[i])) {
                    before.object(in.context).object(locals[i]).text(where("")).check("escapes", "COSV");
                }
            }
        }
        reload(before, false);
        in.method.instructions.insertBefore(call, before.list);
        in.method.instructions.insert(call, after.list);
    }

    /** Calls of a {@code StampedLock}, whose results no contract can tell. */
    private void stamps() {
        String name = call.name;
        boolean takes = (name.contains("readLock") || name.contains("writeLock") || name.contains("tryReadLock")
                || name.contains("tryWriteLock")) && result.getSort() == Type.LONG;
        boolean releases = name.startsWith("unlock") || name.startsWith("tryUnlock");
        boolean converts = name.startsWith("tryConvert");
        if (!takes && !releases && !converts) {
            return;
        }
        WovenCode before = new WovenCode();
        WovenCode after = new WovenCode();
        spill(before, false);
        reload(before, false);
        if (result.getSort() != Type.VOID) {
            after.store(result, resultLocal);
        }
        after.object(in.context).object(receiver);
        String owner = "io/creel/agent/check/Stamps";
        String head = "(Lio/creel/agent/check/Context;L" + STAMPED + ";";
        if (takes) {
            after.load(Type.LONG_TYPE, resultLocal).call(owner, "taken", head + "J)V");
        } else if (converts) {
            after.load(Type.LONG_TYPE, locals[0]).load(Type.LONG_TYPE, resultLocal).call(owner, "converted",
                    head + "JJ)V");
        } else {
            if (result.getSort() == Type.BOOLEAN) {
                after.load(result, resultLocal);
            } else {
                after.flag(true);
            }
            after.lock("unlocked", "COZV");
        }
        if (result.getSort() != Type.VOID) {
            after.load(result, resultLocal);
        }
        in.method.instructions.insertBefore(call, before.list);
        in.method.instructions.insert(call, after.list);
    }
}
