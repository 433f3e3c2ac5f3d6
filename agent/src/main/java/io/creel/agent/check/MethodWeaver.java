package io.creel.agent.check;

import io.creel.verifier.contract.MethodContract;
import io.creel.verifier.contract.OnResult;
import io.creel.verifier.contract.ValueContract;
import io.creel.verifier.contract.ValueContract.GivesUp;
import io.creel.verifier.contract.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Weaves one method: its beginning, its ends, its fields and monitors. {@link CallWeaver} weaves its calls. */
final class MethodWeaver {
    /** The root of a path that begins with the result of the method. */
    static final String RESULT = "result";
    private static final Type OBJECT = Type.getObjectType("java/lang/Object");
    private static final String LAMBDAS = "java/lang/invoke/LambdaMetafactory";
    final World world;
    final ClassNode type;
    final MethodNode method;
    final OwnRules own;
    /** The local variable of the context. */
    final int context;
    /** The first free local variable for values of one place. */
    int temporaries;
    int line;
    private final CheckLevel level;
    private final Set<String> without;
    private final int mark;
    private final boolean isStatic;
    private final boolean isConstructor;
    private final Type[] arguments;
    /** Local variables that keep parameters which the method takes over; 0 for the others. */
    private final int[] saved;
    private final List<Object> savedTypes = new ArrayList<>();
    private int flags;
    private boolean mayAcquire;
    /** Finds uses that need no check; {@code null} if each is checked. */
    RepeatedUses uses;
    /** What is wrong with the contract in itself; {@code null} for nothing. */
    private String wrong;
    /** The local variable with the monitor of a synchronized method. */
    private int monitor;

    MethodWeaver(World world, CheckLevel level, Set<String> without, ClassNode type, MethodNode method, OwnRules own) {
        this.world = world;
        this.level = level;
        this.without = without;
        this.type = type;
        this.method = method;
        this.own = own;
        isStatic = (method.access & Opcodes.ACC_STATIC) != 0;
        isConstructor = method.name.equals("<init>");
        arguments = Type.getArgumentTypes(method.desc);
        saved = new int[arguments.length];
        context = method.maxLocals;
        mark = context + 1;
        temporaries = mark + 2;
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof LineNumberNode number) {
                line = number.line;
                break;
            }
        }
    }

    /** Whether a rule is checked. */
    boolean on(String code) {
        return !without.contains(code) && !countsOnly();
    }

    /** Whether only locks of threads are counted. */
    boolean countsOnly() {
        return without.contains(Weaver.COUNTS_ONLY);
    }

    boolean isTracked(Type of) {
        return of.getSort() == Type.OBJECT && world.contract(of.getInternalName()).isTracked();
    }

    /** The text of a place, see {@link Violations}. */
    String where(String callee, String rule) {
        String name = type.name.substring(type.name.lastIndexOf('/') + 1);
        return callee + "\t" + name + "." + method.name + "(" + (type.sourceFile == null ? "unknown" : type.sourceFile)
                + ":" + line + ")\t" + rule;
    }

    /** Weaves the method if anything in it is specified. Returns whether it has changed. */
    boolean weave(boolean isChecked) {
        if (!isChecked) {
            return keepFields();
        }
        if (countsOnly()) {
            return countLocks();
        }
        if (!isInteresting()) {
            return false;
        }
        CallWeaver calls = new CallWeaver(this);
        wrong = WrongContracts.of(world, type, method);
        LabelNode begin = new LabelNode();
        mayAcquire = mayAcquire();
        uses = level == CheckLevel.TRACE ? null : RepeatedUses.of(type.name, method, this::isTracked);
        WovenCode prologue = prologue();
        int firstTemporary = temporaries;
        for (AbstractInsnNode insn : method.instructions.toArray()) {
            temporaries = firstTemporary;
            if (uses != null) {
                uses.pass(insn);
            }
            if (insn instanceof LineNumberNode number) {
                line = number.line;
            } else if (insn instanceof MethodInsnNode call) {
                calls.weave(call);
            } else if (insn instanceof InvokeDynamicInsnNode lambda) {
                capture(lambda);
            } else if (insn instanceof FieldInsnNode field) {
                field(field);
            } else if (insn instanceof TypeInsnNode cast) {
                type(cast, calls);
            } else if (insn.getOpcode() == Opcodes.AASTORE) {
                element(insn);
            } else if (insn.getOpcode() == Opcodes.MONITORENTER || insn.getOpcode() == Opcodes.MONITOREXIT) {
                monitor(insn);
            } else if (insn.getOpcode() >= Opcodes.IRETURN && insn.getOpcode() <= Opcodes.RETURN) {
                method.instructions.insertBefore(insn, end(insn).list);
            }
        }
        prologue.list.add(begin);
        entry(prologue);
        method.instructions.insert(prologue.list);
        if (!isConstructor && mayAcquire) {
            handler(begin, firstTemporary);
        }
        frames();
        return true;
    }

    /**
     * Whether the method may own, tie or lock something at its end that it did not at its beginning. A method that only
     * uses what it is lent need not look.
     */
    private boolean mayAcquire() {
        MethodContract contract = own.contract();
        boolean may = level == CheckLevel.TRACE || contract.place != null || contract.noPreempt
                || contract.acquires != null || (method.access & Opcodes.ACC_SYNCHRONIZED) != 0
                || !contract.requiresLocks.isEmpty() || !contract.locks.isEmpty() || !contract.unlocks.isEmpty();
        for (int i = 0; i < arguments.length; i++) {
            may |= takesOver(own.argument(i)) || own.argument(i).tiedTo != null;
        }
        for (AbstractInsnNode insn : method.instructions) {
            may |= switch (insn) {
                case MethodInsnNode call -> mayAcquire(call);
                case FieldInsnNode field -> field.getOpcode() != Opcodes.GETFIELD
                        && field.getOpcode() != Opcodes.GETSTATIC && has(field, "Owned");
                default -> insn.getOpcode() == Opcodes.MONITORENTER || insn.getOpcode() == Opcodes.AASTORE;
            };
        }
        return may;
    }

    private boolean mayAcquire(MethodInsnNode call) {
        MethodContract contract = world.contract(call.owner, call.name, call.desc);
        return contract.acquires != null || contract.resultTiedTo != null || !contract.locks.isEmpty()
                || !contract.unlocks.isEmpty() || call.owner.equals(CallWeaver.STAMPED)
                || call.name.equals("<init>") && isTracked(Type.getObjectType(call.owner));
    }

    private boolean countLocks() {
        CallWeaver calls = new CallWeaver(this);
        boolean changed = false;
        for (AbstractInsnNode insn : method.instructions.toArray()) {
            temporaries = mark + 2;
            if (insn instanceof MethodInsnNode call && calls.isOfThread(call)) {
                calls.weave(call);
                changed = true;
            }
        }
        if (changed) {
            method.instructions.insert(new WovenCode().check("context", "C").store(Type.getObjectType("x"), context)
                    .insn(Opcodes.LCONST_0).store(Type.LONG_TYPE, mark).list);
            frames();
        }
        return changed;
    }

    private boolean isInteresting() {
        if (!own.contract().isEmpty() && !CallWeaver.isFunction(own.contract().owner)) {
            return true;
        }
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof MethodInsnNode call) {
                MethodContract contract = world.contract(call.owner, call.name, call.desc);
                if (!contract.isEmpty() && !CallWeaver.isFunction(contract.owner)
                        || isTracked(Type.getReturnType(call.desc))
                        || isTracked(Type.getObjectType(call.owner)) || call.owner.equals(CallWeaver.STAMPED)) {
                    return true;
                }
                for (Type each : Type.getArgumentTypes(call.desc)) {
                    if (isTracked(each)) {
                        return true;
                    }
                }
            } else if (insn instanceof FieldInsnNode field && (isTracked(Type.getType(field.desc))
                    || has(field, "Owned") || has(field, "NoSuspend"))) {
                return true;
            }
        }
        return false;
    }

    private boolean has(FieldInsnNode field, String annotation) {
        return !World.isOfJdk(field.owner) && world.fieldHas(field.owner, field.name, annotation);
    }

    private static boolean isReference(Type type) {
        return type.getSort() == Type.OBJECT;
    }

    private WovenCode prologue() {
        WovenCode code = new WovenCode();
        MethodContract contract = own.contract();
        flags = (level == CheckLevel.TRACE ? ValueChecks.TRACING : 0)
                | ("CARRIER".equals(contract.place) ? ValueChecks.ON_CARRIER : 0)
                | (contract.noPreempt ? ValueChecks.NO_PREEMPT : 0) | (isConstructor ? 0 : ValueChecks.HAS_HANDLER);
        code.check("context", "C").store(Type.getObjectType("x"), context);
        if (mayAcquire) {
            code.object(context).number(flags).check("enter", "CIJ").store(Type.LONG_TYPE, mark);
        } else {
            code.insn(Opcodes.LCONST_0).store(Type.LONG_TYPE, mark);
        }
        if ((method.access & Opcodes.ACC_SYNCHRONIZED) != 0) {
            monitor = temporaries++;
            savedTypes.add("java/lang/Object");
            if (isStatic) {
                code.list.add(new LdcInsnNode(Type.getObjectType(type.name)));
            } else {
                code.object(0);
            }
            code.store(Type.getObjectType("x"), monitor).object(context).object(monitor).lock("entered", "COV");
        }
        if (!isStatic && !isConstructor && isTracked(Type.getObjectType(type.name))) {
            code.object(context).object(0).text(String.join(",", contract.receiver.from)).check("lentIn", "COSV");
        }
        int local = isStatic ? 0 : 1;
        for (int i = 0; i < arguments.length; i++) {
            ValueContract rules = own.argument(i);
            String states = String.join(",", rules.from);
            if (isReference(arguments[i])) {
                if (takesOver(rules)) {
                    saved[i] = temporaries++;
                    savedTypes.add(arguments[i].getInternalName());
                    code.object(local).store(arguments[i], saved[i]);
                    code.object(context).object(local).text(states).check("entrust", "COSV");
                } else if (i >= own.captured() && (isTracked(arguments[i]) || !rules.isEmpty())) {
                    code.object(context).object(local).text(states).check("lentIn", "COSV");
                }
                if (rules.tiedTo != null && own.named(rules.tiedTo) >= 0) {
                    code.object(context).object(local).object(local(own.named(rules.tiedTo))).check("tie", "COOV");
                }
            }
            local += arguments[i].getSize();
        }
        if (!isConstructor && wrong == null) {
            for (String path : contract.requiresLocks) {
                if (path(new WovenCode().object(context), path) instanceof WovenCode known) {
                    code.list.add(known.lock("promised", "COV").list);
                }
            }
        }
        return code;
    }

    /** Checks what holds at the beginning for every caller: the place, and that captured values were not given up. */
    private void entry(WovenCode code) {
        if (wrong != null && on("CR022")) {
            code.text(wrong).text(where("", "")).check("wrongContract", "SSV");
        }
        if ((flags & ValueChecks.ON_CARRIER) != 0 && on("CR018")) {
            code.object(context).text(where(own.contract().label(), own.contract().text("RunsOn")))
                    .lock("begunOnCarrier", "CSV");
        }
        for (int i = 0; i < own.captured() && i < arguments.length; i++) {
            if (isReference(arguments[i]) && isTracked(arguments[i]) && on("CR004")) {
                code.object(context).object(local(i)).text(where("a lambda", "")).check("captured", "COSV");
            }
        }
    }

    private static boolean takesOver(ValueContract rules) {
        return !rules.givesUp.isEmpty() && !rules.borrowed;
    }

    private int local(int argument) {
        int local = isStatic ? 0 : 1;
        for (int i = 0; i < argument; i++) {
            local += arguments[i].getSize();
        }
        return local;
    }

    /** Adds the load of a lock of the method's own contract; returns {@code null} if its root is unknown. */
    private WovenCode path(WovenCode code, String path) {
        String[] parts = path.split("\\.", 2);
        int named = own.named(parts[0]);
        if (named >= 0) {
            return isReference(arguments[named])
                    ? code.path(arguments[named], local(named), parts.length == 1 ? "" : parts[1])
                    : null;
        }
        if (isStatic) {
            return null;
        }
        boolean isThis = parts[0].equals("this");
        return code.path(Type.getObjectType(type.name), 0, isThis ? parts.length == 1 ? "" : parts[1] : path);
    }

    private WovenCode end(AbstractInsnNode insn) {
        WovenCode code = new WovenCode();
        Type result = Type.getReturnType(method.desc);
        int local = temporaries;
        boolean isVoid = result.getSort() == Type.VOID;
        if (!isVoid) {
            temporaries += result.getSize();
            code.store(result, local);
        }
        MethodContract contract = own.contract();
        for (int i = 0; i < arguments.length; i++) {
            ValueContract rules = own.argument(i);
            if (saved[i] != 0 && on("CR011")) {
                boolean always = rules.givesUp.stream().anyMatch(each -> each.when().kind() == OnResult.Kind.ALWAYS);
                if (i < arguments.length && !returns(i)) {
                    code.object(context).object(saved[i])
                            .holds(rules.givesUp.stream().map(GivesUp::when).toList(), result, local).flag(always)
                            .text(where("", rules.text())).check("parameter", "COZZSV");
                } else {
                    code.object(context).object(saved[i]).check("handBack", "COV");
                }
            } else if (saved[i] != 0) {
                code.object(context).object(saved[i]).check("handBack", "COV");
            }
            if (isReference(arguments[i]) && on("CR011")) {
                for (ValueContract.Transition each : rules.to) {
                    code.object(saved[i] == 0 ? local(i) : saved[i]).holds(List.of(each.when()), result, local)
                            .text(each.state()).text(where("", rules.text())).check("leaves", "OZSSV");
                }
            }
        }
        if (!isVoid && result.getSort() == Type.OBJECT && contract.acquires != null) {
            code.object(context).object(local).text(where("", contract.text("Acquires"))).check("passedOn", "COSV");
        }
        locksAtEnd(code, contract, result, local);
        cleanFields(code);
        if ((method.access & Opcodes.ACC_SYNCHRONIZED) != 0) {
            code.object(context).object(monitor).lock("left", "COV");
        }
        if (mayAcquire) {
            code.object(context).load(Type.LONG_TYPE, mark).number(flags).text(where("", ""))
                    .text(skips("CR001", "CR002", "CR014")).check("leave", "CJISSV");
        }
        if (!isVoid) {
            code.load(result, local);
        }
        return code;
    }

    private boolean returns(int argument) {
        String name = own.contract().returns;
        return name != null && own.named(name) == argument
                && own.argument(argument).givesUp.stream().allMatch(each -> each.when().kind() == OnResult.Kind.ALWAYS);
    }

    /** Those of some rules that are not checked, for canaries. */
    String skips(String... codes) {
        return String.join(" ", Arrays.stream(codes).filter(without::contains).toList());
    }

    private void locksAtEnd(WovenCode code, MethodContract contract, Type result, int local) {
        if (isConstructor) {
            return;
        }
        for (String path : wrong == null ? contract.requiresLocks : List.<String>of()) {
            if (!contract.unlocks.contains(path) && on("CR014")
                    && path(new WovenCode().object(context), path) instanceof WovenCode known) {
                code.list.add(known.text(where("", contract.text("RequiresLock"))).lock("stillHeld", "COSV").list);
            }
        }
        for (MethodContract.Taken taken : contract.locks) {
            WovenCode lock = new WovenCode().object(context);
            String[] parts = taken.path().split("\\.", 2);
            boolean isOfResult = parts[0].equals(RESULT) && own.named(RESULT) < 0;
            WovenCode loaded = !isOfResult
                    ? path(lock, taken.path())
                    : isReference(result) ? lock.path(result, local, parts.length == 1 ? "" : parts[1]) : null;
            if (loaded instanceof WovenCode known) {
                code.list.add(known.holds(List.of(taken.when()), result, local)
                        .text(where("", contract.text("Locks"))).lock("keeps", "COZSV").list);
            }
        }
    }

    /** Checks the fields of {@code this} that own a value and that the method touches. */
    void cleanFields(WovenCode code) {
        if (isStatic || isConstructor || !on("CR023")) {
            return;
        }
        Set<String> seen = new LinkedHashSet<>();
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof FieldInsnNode field && insn.getOpcode() == Opcodes.GETFIELD
                    && field.owner.equals(type.name) && insn.getPrevious() instanceof VarInsnNode load
                    && load.getOpcode() == Opcodes.ALOAD && load.var == 0 && has(field, "Owned")
                    && seen.add(field.name)) {
                code.object(context).object(0);
                code.list.add(new FieldInsnNode(Opcodes.GETFIELD, field.owner, field.name, field.desc));
                code.text(where("", "@Owned field " + field.name)).check("clean", "COSV");
            }
        }
    }

    private void field(FieldInsnNode field) {
        boolean isPut = field.getOpcode() == Opcodes.PUTFIELD || field.getOpcode() == Opcodes.PUTSTATIC;
        Type of = Type.getType(field.desc);
        if (World.isOfJdk(field.owner)) {
            return;
        }
        if (of.getSort() == Type.ARRAY && !isPut && has(field, "Owned")) {
            method.instructions.insert(field, new WovenCode().insn(Opcodes.DUP).check("owning", "OV").list);
        }
        if (!isReference(of)) {
            array(field, of, isPut);
            return;
        }
        if (has(field, "Owned")) {
            if (isPut) {
                store(field, of);
            } else {
                method.instructions.insert(field, new WovenCode().insn(Opcodes.DUP).check("loaded", "OV").list);
            }
            return;
        }
        if (isPut) {
            boolean speaks = has(field, "Unowned") || has(field, "Borrowed") || has(field, "Epoch");
            if (!speaks && !field.name.contains("$")
                    && (isTracked(of) || of.getInternalName().equals("java/lang/Object"))) {
                escape(field, "field " + field.name);
            }
            return;
        }
        if (has(field, "NoSuspend")) {
            WovenCode code = new WovenCode().insn(Opcodes.DUP).lock("noSuspend", "OV");
            method.instructions.insert(field, code.list);
        } else if (isTracked(of) && !has(field, "Unowned")) { // a copy that may dangle is no loan
            seen(field);
        }
    }

    /** An array of values in a field that owns nothing. */
    private void array(FieldInsnNode field, Type of, boolean isPut) {
        if (of.getSort() != Type.ARRAY || of.getDimensions() != 1 || !isTracked(of.getElementType())
                || has(field, "Owned") || has(field, "Unowned") || !on("CR008")) {
            return;
        }
        if (isPut) {
            method.instructions.insertBefore(field, new WovenCode().insn(Opcodes.DUP)
                    .text(where("field " + field.name, "")).array("kept", "OSV").list);
        } else {
            method.instructions.insert(field, new WovenCode().insn(Opcodes.DUP).array("unowning", "OV").list);
        }
    }

    /** Capturing a value is a use of it. */
    private void capture(InvokeDynamicInsnNode lambda) {
        Type[] types = Type.getArgumentTypes(lambda.desc);
        boolean isAny = false;
        for (Type each : types) {
            isAny |= isReference(each) && isTracked(each);
        }
        if (!isAny || !on("CR004") || !on("CR007") || !lambda.bsm.getOwner().equals(LAMBDAS)) {
            return;
        }
        WovenCode code = new WovenCode();
        int[] locals = new int[types.length];
        for (int i = types.length - 1; i >= 0; i--) {
            locals[i] = temporaries;
            temporaries += types[i].getSize();
            code.store(types[i], locals[i]);
        }
        for (int i = 0; i < types.length; i++) {
            if (isReference(types[i]) && isTracked(types[i])) {
                code.object(context).object(locals[i]).text(where("a lambda", "")).check("use", "COSV");
            }
        }
        for (int i = 0; i < types.length; i++) {
            code.load(types[i], locals[i]);
        }
        method.instructions.insertBefore(lambda, code.list);
    }

    void seen(AbstractInsnNode after) {
        WovenCode code = new WovenCode().insn(Opcodes.DUP).object(context).insn(Opcodes.SWAP).check("seen", "COV");
        method.instructions.insert(after, code.list);
    }

    private void store(FieldInsnNode field, Type of) {
        WovenCode code = new WovenCode();
        int value = temporaries;
        int object = temporaries + 1;
        code.store(of, value);
        if (field.getOpcode() == Opcodes.PUTFIELD && !isConstructor) {
            code.store(of, object).object(context).object(object);
            code.list.add(new FieldInsnNode(Opcodes.GETFIELD, field.owner, field.name, field.desc));
        } else {
            code.object(context).insn(Opcodes.ACONST_NULL);
        }
        code.object(value).text(where("", "@Owned field " + field.name)).check("stored", "COOSV");
        if (field.getOpcode() == Opcodes.PUTFIELD && !isConstructor) {
            code.object(object);
        }
        code.object(value);
        method.instructions.insertBefore(field, code.list);
    }

    private void escape(AbstractInsnNode store, String place) {
        if (on("CR008")) {
            WovenCode code = new WovenCode().insn(Opcodes.DUP).object(context).insn(Opcodes.SWAP).text(where(place, ""))
                    .check("escapes", "COSV");
            method.instructions.insertBefore(store, code.list);
        }
    }

    private void element(AbstractInsnNode store) {
        if (on("CR008")) {
            WovenCode code = new WovenCode().store(OBJECT, temporaries).store(Type.INT_TYPE, temporaries + 1)
                    .store(OBJECT, temporaries + 2);
            code.object(context).object(temporaries + 2).object(temporaries).text(where("an array", ""))
                    .check("element", "COOSV");
            code.object(temporaries + 2).load(Type.INT_TYPE, temporaries + 1).object(temporaries);
            method.instructions.insertBefore(store, code.list);
        }
    }

    /** A cast of a value that came without a contract. */
    private void type(TypeInsnNode cast, CallWeaver calls) {
        if (cast.getOpcode() != Opcodes.CHECKCAST || cast.desc.startsWith("[")
                || !isTracked(Type.getObjectType(cast.desc))) {
            return;
        }
        AbstractInsnNode before = cast.getPrevious();
        while (before != null && before.getOpcode() < 0) {
            before = before.getPrevious();
        }
        if (before instanceof MethodInsnNode call && calls.saysNothing(call)
                || before instanceof FieldInsnNode field && !has(field, "Owned")
                || before != null && before.getOpcode() == Opcodes.AALOAD) {
            seen(cast);
        }
    }

    private void monitor(AbstractInsnNode insn) {
        WovenCode code = new WovenCode();
        if (insn.getOpcode() == Opcodes.MONITORENTER) {
            code.insn(Opcodes.DUP).store(Type.getObjectType("x"), temporaries);
            method.instructions.insertBefore(insn, code.list);
            WovenCode after = new WovenCode().object(context).object(temporaries).lock("entered", "COV");
            method.instructions.insert(insn, after.list);
        } else {
            code.insn(Opcodes.DUP).object(context).insn(Opcodes.SWAP).lock("left", "COV");
            method.instructions.insertBefore(insn, code.list);
        }
    }

    private void handler(LabelNode begin, int temporary) {
        LabelNode end = new LabelNode();
        method.instructions.add(end);
        List<Object> locals = new ArrayList<>();
        persistent(locals, 0);
        method.instructions.add(new FrameNode(Opcodes.F_NEW, locals.size(), locals.toArray(), 1,
                new Object[]{"java/lang/Throwable"}));
        WovenCode code = new WovenCode().store(Type.getObjectType("x"), temporary);
        for (int i = 0; i < arguments.length; i++) {
            if (saved[i] != 0 && (own.argument(i).givenBack
                    || own.argument(i).givesUp.stream().noneMatch(GivesUp::onException))) {
                code.object(context).object(saved[i]).check("handBack", "COV");
            }
        }
        if ((method.access & Opcodes.ACC_SYNCHRONIZED) != 0) {
            code.object(context).object(monitor).lock("left", "COV");
        }
        code.object(context).load(Type.LONG_TYPE, mark).number(flags).object(temporary).text(where("", ""))
                .text(skips("CR001", "CR002", "CR014")).check("thrown", "CJITSSV");
        code.object(temporary).insn(Opcodes.ATHROW);
        method.instructions.add(code.list);
        if (method.tryCatchBlocks == null) {
            method.tryCatchBlocks = new ArrayList<>();
        }
        method.tryCatchBlocks.add(new TryCatchBlockNode(begin, end, end, null));
    }

    /** Appends the added local variables to those of a frame, which fill a number of slots. */
    private void persistent(List<Object> locals, int slots) {
        for (int i = slots; i < context; i++) {
            locals.add(Opcodes.TOP);
        }
        locals.add(Weaver.CONTEXT);
        locals.add(Opcodes.LONG);
        locals.addAll(savedTypes);
    }

    private void frames() {
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof FrameNode frame && frame.local != null && !frame.local.contains(Weaver.CONTEXT)) {
                List<Object> locals = new ArrayList<>(frame.local);
                int slots = 0;
                for (Object local : locals) {
                    slots += local == Opcodes.LONG || local == Opcodes.DOUBLE ? 2 : 1;
                }
                persistent(locals, slots);
                frame.local = locals;
            }
        }
    }

    /** In a body that is not checked: fields that own a value still say so. */
    private boolean keepFields() {
        boolean changed = false;
        for (AbstractInsnNode insn : method.instructions.toArray()) {
            if (insn instanceof FieldInsnNode field && field.getOpcode() == Opcodes.PUTFIELD
                    && isReference(Type.getType(field.desc)) && has(field, "Owned")) {
                method.instructions.insertBefore(insn, new WovenCode().insn(Opcodes.DUP).check("kept", "OV").list);
                changed = true;
            }
        }
        return changed;
    }
}
