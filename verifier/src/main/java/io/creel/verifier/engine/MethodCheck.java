package io.creel.verifier.engine;

import io.creel.verifier.contract.MethodContract;
import io.creel.verifier.contract.Names;
import io.creel.verifier.contract.OnResult;
import io.creel.verifier.contract.ValueContract;
import io.creel.verifier.contract.World;
import io.creel.verifier.engine.Fact.Own;
import io.creel.verifier.report.Code;
import io.creel.verifier.report.RuleFault;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;

/**
 * Follows every path of one method to a fixpoint, then reports. Paths that agree on all facts share a state, see
 * {@link State#key}; others are kept apart, up to a bound.
 *
 * <p>
 * Source: M. Das, S. Lerner, M. Seigle, "ESP: path-sensitive program verification in polynomial time", PLDI 2002.
 */
final class MethodCheck {
    /** The largest number of states per instruction. */
    private static final int MAX_STATES = 256;

    private final World world;
    private final Effects effects;
    private final Branches branches;
    private final Aliases aliases;
    private final ClassNode type;
    private final MethodNode method;
    private final OwnContract own;
    private final FaultTrace trace;
    private final Facts facts;
    private final Fields fields;
    private final Locking locking;
    private final Calls calls;
    private final Lambdas lambdas;
    private final LocalNames names;
    private final PureInterpreter pure = new PureInterpreter();

    private final List<Map<State.Key, State>> states = new ArrayList<>();
    private final Deque<Map.Entry<Integer, State>> work = new ArrayDeque<>();
    private final int[] lines;
    private BitSet[] live;
    private List<List<TryCatchBlockNode>> handlers;
    private Exits exits;
    private MethodEntry entry;
    private boolean tooMany;
    private long kept;

    MethodCheck(World world, Effects effects, Branches branches, Aliases aliases, ClassNode type, MethodNode method,
            OwnContract own, List<RuleFault> faults) {
        this.world = world;
        this.effects = effects;
        this.branches = branches;
        this.aliases = aliases;
        this.type = type;
        this.method = method;
        this.own = own;
        trace = new FaultTrace(type, label(type, method), faults);
        facts = new Facts(world, trace);
        fields = new Fields(facts, aliases, method.name.equals("<init>"));
        locking = new Locking(facts, aliases);
        calls = new Calls(facts, effects, aliases, locking, fields, own);
        lambdas = new Lambdas(facts);
        names = new LocalNames(method);
        lines = lines(method);
    }

    static String label(ClassNode type, MethodNode method) {
        List<String> types = new ArrayList<>();
        for (Type each : Type.getArgumentTypes(method.desc)) {
            types.add(Names.simple(each.getClassName()));
        }
        String name = method.name;
        if (name.startsWith("lambda$")) {
            int end = name.lastIndexOf('$');
            name = "lambda in " + name.substring("lambda$".length(), Math.max(end, "lambda$".length()));
        } else if (name.equals("<init>")) {
            name = Names.simple(type.name);
        }
        return name + "(" + String.join(", ", types) + ")";
    }

    private static int[] lines(MethodNode method) {
        int[] lines = new int[method.instructions.size()];
        int line = 0;
        for (int i = 0; i < lines.length; i++) {
            line = method.instructions.get(i) instanceof LineNumberNode node ? node.line : line;
            lines[i] = line;
        }
        return lines;
    }

    /** Checks the method. Returns the number of states that were kept. */
    long check() {
        live = Liveness.of(method);
        handlers = handlers();
        for (int i = 0; i < method.instructions.size(); i++) {
            states.add(new LinkedHashMap<>());
        }
        trace.line = firstLine();
        entry = new MethodEntry(type, method, own, facts, locking, names);
        State first = entry.state();
        exits = new Exits(facts, locking, own, entry.thisValue, entry.arguments);
        reach(0, first);
        while (!work.isEmpty() && !tooMany) {
            Map.Entry<Integer, State> next = work.poll();
            step(next.getKey(), next.getValue().copy());
        }
        trace.reporting = true;
        trace.line = firstLine();
        if (tooMany) {
            trace.fault(Code.CR094).says("the method has too many paths").help("split the method").add();
            return kept;
        }
        for (int i = 0; i < states.size(); i++) {
            for (State state : List.copyOf(states.get(i).values())) {
                kept++;
                step(i, state.copy());
            }
        }
        return kept;
    }

    private int firstLine() {
        for (int line : lines) {
            if (line > 0) {
                return line;
            }
        }
        return 0;
    }

    private List<List<TryCatchBlockNode>> handlers() {
        List<List<TryCatchBlockNode>> found = new ArrayList<>();
        for (int i = 0; i < method.instructions.size(); i++) {
            found.add(new ArrayList<>());
        }
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            int end = method.instructions.indexOf(block.end);
            for (int i = method.instructions.indexOf(block.start); i < end; i++) {
                found.get(i).add(block);
            }
        }
        return found;
    }

    /** Adds a state before an instruction. */
    private void reach(int index, State state) {
        if (index >= states.size() || trace.reporting) {
            return;
        }
        for (int i = 0; i < method.maxLocals; i++) {
            Val value = state.frame.getLocal(i);
            if (value.kind() != Val.Kind.NONE && !live[index].get(i)) {
                state.frame.setLocal(i, new Val(Val.Kind.NONE, value.size(), null, null, -1));
            }
        }
        state.collect();
        State.Key key = state.key();
        Map<State.Key, State> here = states.get(index);
        State known = here.get(key);
        if (known == null) {
            here.put(key, state);
            tooMany = here.size() > MAX_STATES;
            work.add(Map.entry(index, state));
        } else if (known.merge(state, index)) {
            work.add(Map.entry(index, known));
        }
    }

    private void step(int index, State state) {
        AbstractInsnNode insn = method.instructions.get(index);
        trace.line = lines[index];
        if (insn.getOpcode() < 0) {
            reach(index + 1, state);
            return;
        }
        if (!handlers.get(index).isEmpty() && canThrow(insn) && !(insn instanceof MethodInsnNode)) {
            handle(index, state, false);
        }
        try {
            follow(index, insn, state);
        } catch (AnalyzerException malformed) {
            trace.fault(Code.CR095).says("an instruction cannot be followed").help("compile the class anew").add();
        }
    }

    private static boolean canThrow(AbstractInsnNode insn) {
        int opcode = insn.getOpcode();
        return opcode >= Opcodes.IALOAD && opcode <= Opcodes.SALOAD
                || opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE
                || opcode == Opcodes.IDIV || opcode == Opcodes.LDIV || opcode == Opcodes.IREM
                || opcode == Opcodes.LREM
                || opcode >= Opcodes.GETSTATIC && opcode <= Opcodes.CHECKCAST && opcode != Opcodes.ATHROW
                || opcode == Opcodes.MONITORENTER || opcode == Opcodes.MULTIANEWARRAY;
    }

    /** Follows an exception to the handlers of an instruction. Returns whether one of them catches everything. */
    private boolean handle(int index, State before, boolean fails) {
        boolean catchesErrors = false;
        boolean catchesUnchecked = false;
        boolean catchesExceptions = false;
        boolean mayBeChecked = !(method.instructions.get(index) instanceof MethodInsnNode call)
                || effects.throwsDeclared(call);
        for (TryCatchBlockNode block : handlers.get(index)) {
            State caught = before.copy();
            caught.frame.clearStack();
            caught.frame.push(Val.of(Val.Kind.THROWN, fails));
            caught.misused |= !fails;
            reach(method.instructions.indexOf(block.handler), caught);
            if (block.type == null || block.type.equals("java/lang/Throwable")) {
                return true;
            }
            catchesErrors |= block.type.equals("java/lang/Error");
            catchesUnchecked |= block.type.equals("java/lang/RuntimeException");
            catchesExceptions |= block.type.equals("java/lang/Exception");
        }
        return catchesErrors && (catchesExceptions || catchesUnchecked && !mayBeChecked);
    }

    private void follow(int index, AbstractInsnNode insn, State state) throws AnalyzerException {
        int opcode = insn.getOpcode();
        switch (insn) {
            case MethodInsnNode call -> call(index, call, state);
            case InvokeDynamicInsnNode dynamic -> {
                dynamic(index, dynamic, state);
                reach(index + 1, state);
            }
            case FieldInsnNode field -> {
                field(index, field, state);
                reach(index + 1, state);
            }
            case JumpInsnNode jump -> jump(index, jump, state);
            case TableSwitchInsnNode table -> {
                List<Integer> numbers = new ArrayList<>();
                for (int i = table.min; i <= table.max; i++) {
                    numbers.add(i);
                }
                choose(state, numbers, table.labels, table.dflt);
            }
            case LookupSwitchInsnNode table -> choose(state, table.keys, table.labels, table.dflt);
            case TypeInsnNode typed -> {
                type(index, typed, state);
                reach(index + 1, state);
            }
            default -> simple(index, opcode, insn, state);
        }
    }

    private void simple(int index, int opcode, AbstractInsnNode insn, State state) throws AnalyzerException {
        switch (opcode) {
            case Opcodes.MONITORENTER -> {
                locking.enterMonitor(state, state.frame.pop());
                reach(index + 1, state);
            }
            case Opcodes.MONITOREXIT -> {
                locking.exitMonitor(state, state.frame.pop());
                reach(index + 1, state);
            }
            case Opcodes.ATHROW -> thrown(index, state);
            case Opcodes.RETURN -> returned(state, null);
            case Opcodes.ARETURN, Opcodes.IRETURN, Opcodes.LRETURN, Opcodes.FRETURN, Opcodes.DRETURN -> returned(state,
                    state.frame.pop());
            case Opcodes.AASTORE -> {
                Val value = state.frame.pop();
                state.frame.pop();
                fields.store(state, state.frame.pop(), value);
                reach(index + 1, state);
            }
            case Opcodes.AALOAD -> {
                state.frame.pop();
                state.frame.push(fields.element(state, state.frame.pop(), index));
                reach(index + 1, state);
            }
            case Opcodes.POP -> {
                ignored(state.frame.getStack(state.frame.getStackSize() - 1));
                state.frame.execute(insn, pure);
                reach(index + 1, state);
            }
            default -> {
                if (opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE) {
                    stored(index, (VarInsnNode) insn, state);
                }
                state.frame.execute(insn, pure);
                reach(index + 1, state);
            }
        }
    }

    private void stored(int index, VarInsnNode insn, State state) {
        Val value = state.frame.getStack(state.frame.getStackSize() - 1);
        if (value.refusal() >= 0 && index + 1 < live.length && !live[index + 1].get(insn.var)) {
            ignored(value);
            return;
        }
        Fact fact = state.fact(value);
        String name = fact == null ? null : names.at(insn.var, index);
        if (name != null && (fact.own() != Own.NONE || fact.tied() != null)) {
            state.facts.put(value.id(), fact.after(trace.event(name + " is " + trace.name(value.id())
                    + (fact.states() == null ? "" : " " + fact.stateText()), fact.events())));
        }
    }

    private void ignored(Val value) {
        if (value.refusal() >= 0 && method.instructions.get(value.refusal()) instanceof MethodInsnNode call) {
            MethodContract contract = world.contract(call.owner, call.name, call.desc);
            String by = "";
            for (ValueContract parameter : contract.parameters) {
                by = by.isEmpty() ? parameter.text("Transfers") : by;
            }
            FaultTrace.Report report = trace.fault(Code.CR003).at(lines[value.refusal()])
                    .says("the result of " + contract.label() + " is ignored, and a refused value is lost")
                    .requiredBy(by.isEmpty() ? contract.receiver.text("Transfers") : by, contract)
                    .help("test the result, and give the value up if it was refused");
            calls.refusals.getOrDefault(value.refusal(), Set.of()).forEach(report::alsoAbout);
            report.add();
        }
    }

    private void call(int index, MethodInsnNode call, State state) {
        List<State> after = calls.call(state, call, index);
        boolean fails = calls.fails();
        boolean caught = handle(index, state, fails);
        if (fails && !caught && !state.misused) {
            exits.leaves(state, calls.lastLabel() + " throws");
        }
        after.forEach(next -> reach(index + 1, next));
    }

    private void field(int index, FieldInsnNode insn, State state) {
        boolean isStatic = insn.getOpcode() == Opcodes.GETSTATIC || insn.getOpcode() == Opcodes.PUTSTATIC;
        boolean isGet = insn.getOpcode() == Opcodes.GETSTATIC || insn.getOpcode() == Opcodes.GETFIELD;
        Val value = isGet ? null : state.frame.pop();
        Val object = isStatic ? null : state.frame.pop();
        Fact of = object == null ? null : state.fact(object);
        if (of != null && of.own() == Own.GONE) {
            trace.fault(Code.CR004).about(object.id())
                    .says(trace.name(object.id()) + " is used after it was given up").after(of.events())
                    .help("use it before it is given up").add();
        }
        if (isGet) {
            state.frame.push(fields.get(state, insn, object == null ? Val.PLAIN : object, index));
            return;
        }
        fields.put(state, insn, object, value);
        if (method.name.equals("<init>") && object != null && object.isRef() && value.isRef()
                && object.id().key().equals("this") && world.isFinal(insn.owner, insn.name)) {
            state.aliases.put(object.id().field(insn.name, insn.owner, Aliases.typeOf(insn.desc)), value.id());
        }
    }

    private void jump(int index, JumpInsnNode jump, State state) {
        int target = method.instructions.indexOf(jump.label);
        if (jump.getOpcode() == Opcodes.JSR) {
            trace.fault(Code.CR095).says("the method uses jsr, which only compilers before Java 6 write")
                    .help("compile the class anew").add();
            return;
        }
        if (jump.getOpcode() == Opcodes.GOTO) {
            reach(target, state);
            return;
        }
        boolean isPair = jump.getOpcode() >= Opcodes.IF_ICMPEQ && jump.getOpcode() <= Opcodes.IF_ACMPNE;
        List<Val> operands = new ArrayList<>();
        if (isPair) {
            Val second = state.frame.pop();
            operands.add(state.frame.pop());
            operands.add(second);
        } else {
            operands.add(state.frame.pop());
        }
        State jumping = state.copy();
        int flag = names.flag(index, jump, operands.get(0));
        if (Branches.take(jumping, jump, operands, true)) {
            know(jumping, flag, jump.getOpcode() == Opcodes.IFNE);
            reach(target, jumping);
        }
        if (Branches.take(state, jump, operands, false)) {
            know(state, flag, jump.getOpcode() == Opcodes.IFEQ);
            reach(index + 1, state);
        }
    }

    private static void know(State state, int variable, boolean isTrue) {
        if (variable >= 0) {
            state.frame.setLocal(variable, Val.number(isTrue ? 1 : 0));
        }
    }

    private void choose(State state, List<Integer> numbers, List<? extends AbstractInsnNode> labels,
            AbstractInsnNode otherwise) {
        Val value = state.frame.pop();
        for (int i = 0; i < numbers.size(); i++) {
            if (branches.takes(value, numbers.get(i), numbers)) {
                reach(method.instructions.indexOf(labels.get(i)), state.copy());
            }
        }
        if (branches.takes(value, null, numbers)) {
            reach(method.instructions.indexOf(otherwise), state.copy());
        }
    }

    private void type(int index, TypeInsnNode insn, State state) throws AnalyzerException {
        if (insn.getOpcode() == Opcodes.NEW) {
            state.frame.push(Val.ref(facts.fresh(state, "new@" + index, insn.desc)));
            return;
        }
        if (insn.getOpcode() == Opcodes.ANEWARRAY && facts.isTracked(insn.desc)) {
            state.frame.pop();
            state.frame.push(Val.ref(facts.fresh(state, ArrayCopies.MADE + index, "[L" + insn.desc + ";")));
            return;
        }
        if (insn.getOpcode() != Opcodes.CHECKCAST) {
            state.frame.execute(insn, pure);
            return;
        }
        Val value = state.frame.getStack(state.frame.getStackSize() - 1);
        Fact fact = state.fact(value);
        if (fact == null && value.isRef() && !facts.isTracked(value.id().type()) && facts.isTracked(insn.desc)) {
            known(state, value.id(), insn.desc);
            return;
        }
        if (fact != null && fact.states() == null && facts.allStates(insn.desc) != null) {
            state.facts.put(value.id(), fact.in(facts.allStates(insn.desc), fact.events()));
        }
    }

    /** A value of an unknown type has turned out to be one of a tracked class: what is known of where it came from? */
    private void known(State state, Id generic, String as) {
        Id id = Id.of(generic.key(), as);
        boolean isOwned = false;
        Val[] arguments = entry.arguments;
        for (int i = 0; i < arguments.length; i++) {
            isOwned |= arguments[i].isRef() && arguments[i].id().equals(id) && own.argument(i).givesUp.stream()
                    .anyMatch(each -> each.when().kind() != OnResult.Kind.NEVER);
        }
        if (id.key().startsWith("call@")
                && method.instructions.get(Integer.parseInt(
                        id.key().substring("call@".length()).replace("'", ""))) instanceof MethodInsnNode call) {
            isOwned = world.contract(call.owner, call.name, call.desc).acquires != null;
        }
        if (generic.base() == null && isOwned) {
            state.rename(generic, id);
            state.facts.put(id, Facts.of(Own.OWNED, facts.allStates(as), null,
                    trace.event(trace.name(id) + " is owned, it came as a value of any type", null)));
        }
    }

    private void thrown(int index, State state) {
        Val value = state.frame.pop();
        boolean fails = value.kind() != Val.Kind.THROWN || Boolean.TRUE.equals(value.data());
        if (!handle(index, state, fails) && fails && !state.misused) {
            exits.leaves(state, "the exception is thrown");
        }
    }

    private void returned(State state, Val value) {
        exits.returns(state, value);
        if (method.name.equals("<init>")) {
            learn(state);
        }
    }

    /** Notes which final fields of this class hold the same value. */
    private void learn(State state) {
        Map<Id, String> own1 = new HashMap<>();
        state.aliases.forEach((place, value) -> {
            if (place.base().key().equals("this")) {
                own1.put(value, place.field());
            }
        });
        state.aliases.forEach((place, value) -> {
            String outer = own1.get(place.base());
            String same = value.key().equals("this") ? "this" : own1.get(value);
            if (outer != null && same != null) {
                aliases.learn(type.name, outer, place.field(), same);
            }
        });
    }

    private void dynamic(int index, InvokeDynamicInsnNode insn, State state) {
        Type[] types = Type.getArgumentTypes(insn.desc);
        Val[] captured = new Val[types.length];
        for (int i = types.length - 1; i >= 0; i--) {
            captured[i] = state.frame.pop();
        }
        Type result = Type.getReturnType(insn.desc);
        if (insn.bsm.getOwner().equals("java/lang/runtime/SwitchBootstraps") && insn.name.equals("enumSwitch")
                && (captured[0].kind() == Val.Kind.ENUM || captured[0].kind() == Val.Kind.ENUM_NOT)) {
            state.frame.push(Val.of(Val.Kind.SWITCH_INDEX,
                    new Val.SwitchCase(List.of(insn.bsmArgs), captured[0])));
            return;
        }
        if (!Derived.isLambda(insn)) {
            state.frame.push(result.getSort() >= Type.ARRAY
                    ? Val.ref(facts.fresh(state, "call@" + index, Aliases.typeOf(result.getDescriptor())))
                    : Val.plain(result.getSize()));
            return;
        }
        state.frame.push(Val.ref(lambdas.make(state, insn, captured, index)));
    }
}
