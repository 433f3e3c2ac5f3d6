package io.creel.agent.poll;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * A loop whose header compares a local variable with a bound. Its body adds 1 to the variable, and changes neither of
 * the two otherwise. It contains no other loop and no call of unknown length, so a step takes nanoseconds.
 *
 * @param variable
 *            the index of the variable
 * @param bound
 *            the instructions that load the bound: a variable, a constant, or the length of an array
 * @param exit
 *            the jump that leaves the loop
 */
record CountedLoop(int variable, List<AbstractInsnNode> bound, JumpInsnNode exit) {

    /** Returns the counted loop with this header and this last jump back; {@code null} if it is of another kind. */
    static CountedLoop at(LabelNode header, AbstractInsnNode lastJump,
            Map<AbstractInsnNode, Integer> positions) {
        AbstractInsnNode node = next(header);
        if (!hasFrame(header) || node == null || node.getOpcode() != Opcodes.ILOAD) {
            return null;
        }
        int variable = ((VarInsnNode) node).var;
        List<AbstractInsnNode> bound = new ArrayList<>();
        node = bound(next(node), bound);
        if (node == null || node.getOpcode() != Opcodes.IF_ICMPGE) {
            return null;
        }
        JumpInsnNode exit = (JumpInsnNode) node;
        int written = bound.getFirst() instanceof VarInsnNode load ? load.var : -1;
        boolean leaves = positions.get(exit.label) > positions.get(lastJump);
        return leaves && isPlain(exit, lastJump, variable, written, header, positions)
                ? new CountedLoop(variable, bound, exit)
                : null;
    }

    private static boolean hasFrame(LabelNode header) {
        for (AbstractInsnNode node = header; node != null && node.getOpcode() < 0; node = node.getNext()) {
            if (node instanceof FrameNode) {
                return true;
            }
        }
        return false;
    }

    private static AbstractInsnNode next(AbstractInsnNode node) {
        AbstractInsnNode next = node.getNext();
        while (next != null && next.getOpcode() < 0) {
            next = next.getNext();
        }
        return next;
    }

    /** Collects the instructions that load a bound. Returns the one after them; {@code null} if there are none. */
    private static AbstractInsnNode bound(AbstractInsnNode node, List<AbstractInsnNode> bound) {
        if (node == null) {
            return null;
        }
        bound.add(node);
        AbstractInsnNode after = next(node);
        if (node.getOpcode() == Opcodes.ALOAD && after != null && after.getOpcode() == Opcodes.ARRAYLENGTH) {
            bound.add(after);
            return next(after);
        }
        boolean isInt = node.getOpcode() == Opcodes.ILOAD || node instanceof IntInsnNode
                && node.getOpcode() != Opcodes.NEWARRAY
                || node.getOpcode() >= Opcodes.ICONST_M1 && node.getOpcode() <= Opcodes.ICONST_5
                || node instanceof LdcInsnNode constant && constant.cst instanceof Integer;
        return isInt ? after : null;
    }

    private static boolean isPlain(AbstractInsnNode from, AbstractInsnNode lastJump, int variable, int written,
            LabelNode header, Map<AbstractInsnNode, Integer> positions) {
        boolean counts = false;
        for (AbstractInsnNode node = from; node != lastJump.getNext(); node = node.getNext()) {
            if (node instanceof IincInsnNode step && step.var == variable) {
                if (step.incr != 1) {
                    return false;
                }
                counts = true;
            } else if (writes(node, variable) || writes(node, written) || isCall(node)
                    || isOtherLoop(node, header, positions)) {
                return false;
            }
        }
        return counts;
    }

    private static boolean writes(AbstractInsnNode node, int variable) {
        return node instanceof IincInsnNode step && step.var == variable
                || node instanceof VarInsnNode store && node.getOpcode() >= Opcodes.ISTORE
                        && (store.var == variable
                                || store.var == variable - 1 && (node.getOpcode() == Opcodes.LSTORE
                                        || node.getOpcode() == Opcodes.DSTORE));
    }

    /** Returns whether a call may take long. Those of {@code Math} and of the number classes on numbers do not. */
    private static boolean isCall(AbstractInsnNode node) {
        if (node instanceof InvokeDynamicInsnNode) {
            return true;
        }
        if (!(node instanceof MethodInsnNode call)) {
            return false;
        }
        boolean isOfNumbers = switch (call.owner) {
            case "java/lang/Math", "java/lang/Integer", "java/lang/Long", "java/lang/Byte", "java/lang/Short",
                    "java/lang/Character" ->
                true;
            default -> false;
        };
        return !isOfNumbers || call.getOpcode() != Opcodes.INVOKESTATIC || takesObjects(call.desc);
    }

    private static boolean takesObjects(String descriptor) {
        if (Type.getReturnType(descriptor).getSort() >= Type.ARRAY) {
            return true;
        }
        for (Type argument : Type.getArgumentTypes(descriptor)) {
            if (argument.getSort() >= Type.ARRAY) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOtherLoop(AbstractInsnNode node, LabelNode header,
            Map<AbstractInsnNode, Integer> positions) {
        if (node instanceof JumpInsnNode jump) {
            return jump.label != header && positions.get(jump.label) <= positions.get(node);
        }
        List<LabelNode> targets = new ArrayList<>();
        if (node instanceof TableSwitchInsnNode table) {
            targets.addAll(table.labels);
            targets.add(table.dflt);
        } else if (node instanceof LookupSwitchInsnNode lookup) {
            targets.addAll(lookup.labels);
            targets.add(lookup.dflt);
        }
        return targets.stream().anyMatch(target -> positions.get(target) <= positions.get(node));
    }
}
