package io.creel.agent.check;

import io.creel.agent.load.Trusted;
import io.creel.verifier.contract.MethodContract;
import io.creel.verifier.contract.ValueContract;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/**
 * Finds uses of a local variable's value that need no check, because the same value was checked before on every way to
 * them and nothing since can have changed its owner or ended its loan. Only calls of Creel itself that give nothing up,
 * change nothing, do not suspend and take no code of the user leave that so.
 */
final class RepeatedUses {
    private final Map<AbstractInsnNode, Frame<SourceValue>> frames = new IdentityHashMap<>();
    /** Where code continues that does not come from the instruction before. */
    private final Set<LabelNode> targets = new HashSet<>();
    /** The local variables whose values were checked. */
    private final Set<Integer> checked = new HashSet<>();

    private final Predicate<Type> isTracked;

    private RepeatedUses(Predicate<Type> isTracked) {
        this.isTracked = isTracked;
    }

    /** Looks at a method before anything is woven into it. */
    static RepeatedUses of(String owner, MethodNode method, Predicate<Type> isTracked) {
        RepeatedUses uses = new RepeatedUses(isTracked);
        try {
            Frame<SourceValue>[] all = new Analyzer<>(new SourceInterpreter()).analyze(owner, method);
            for (int i = 0; i < all.length; i++) {
                AbstractInsnNode insn = method.instructions.get(i);
                if (insn instanceof MethodInsnNode && all[i] != null) {
                    uses.frames.put(insn, all[i]);
                }
                uses.target(insn);
            }
            for (TryCatchBlockNode block : method.tryCatchBlocks) {
                uses.targets.add(block.handler);
            }
        } catch (AnalyzerException malformed) {
            uses.frames.clear(); // each use is checked
        }
        return uses;
    }

    private void target(AbstractInsnNode insn) {
        switch (insn) {
            case JumpInsnNode jump -> targets.add(jump.label);
            case TableSwitchInsnNode table -> targets(table.labels, table.dflt);
            case LookupSwitchInsnNode table -> targets(table.labels, table.dflt);
            default -> {
            }
        }
    }

    private void targets(List<LabelNode> labels, LabelNode otherwise) {
        targets.addAll(labels);
        targets.add(otherwise);
    }

    /** Notes an instruction that is no call. Instructions come in their order. */
    void pass(AbstractInsnNode insn) {
        int opcode = insn.getOpcode();
        if (insn instanceof LabelNode label && targets.contains(label) || opcode == Opcodes.PUTFIELD
                || opcode == Opcodes.PUTSTATIC || opcode == Opcodes.AASTORE) {
            checked.clear();
        } else if (insn instanceof VarInsnNode variable && opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE) {
            checked.remove(variable.var);
            if (opcode == Opcodes.LSTORE || opcode == Opcodes.DSTORE) {
                checked.remove(variable.var + 1);
            }
        }
    }

    /**
     * Notes that a call uses a value.
     *
     * @param fromTop
     *            the place of the value on the stack before the call; 0 is the top
     * @return whether it needs no check
     */
    boolean isRepeated(MethodInsnNode call, int fromTop) {
        Frame<SourceValue> frame = frames.get(call);
        if (frame == null) {
            return false;
        }
        SourceValue source = frame.getStack(frame.getStackSize() - 1 - fromTop);
        return source.insns.size() == 1 && source.insns.iterator().next() instanceof VarInsnNode load
                && load.getOpcode() == Opcodes.ALOAD && !checked.add(load.var);
    }

    /** Notes that a call returns. */
    void called(MethodInsnNode call, MethodContract contract) {
        if (!isHarmless(call, contract)) {
            checked.clear();
        }
    }

    private boolean isHarmless(MethodInsnNode call, MethodContract contract) {
        boolean isFixed = call.getOpcode() == Opcodes.INVOKESTATIC || isTracked.test(Type.getObjectType(call.owner));
        boolean isHarmless = isFixed && Trusted.isOfCreel(call.owner) && !contract.suspends && leaves(contract.receiver)
                && contract.parameters.stream().allMatch(RepeatedUses::leaves);
        for (Type type : Type.getArgumentTypes(call.desc)) {
            isHarmless &= type.getSort() != Type.OBJECT || isTracked.test(type);
        }
        return isHarmless;
    }

    private static boolean leaves(ValueContract rules) {
        return rules.givesUp.isEmpty() && !rules.changes;
    }
}
